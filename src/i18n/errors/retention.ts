import type { ErrorTexts } from './types.ts';

/** Errors about the parameters of retention and the reports beside it. */
export const retentionErrors = {
  en: {
    'params.not-a-number':
      'The property “{property}” holds no numbers but values of kind {kind}. Choose a numeric property, or another measure.',
    'retention.no-property':
      'A sum or an average needs a numeric property. Choose one, or measure the share or the number of users.',
    'retention.bad-brackets':
      '“{value}” are no brackets. Write periods in ascending order, each a number or a span, parted by commas: 1, 2-3, 4-7, 8-14; the largest number is {most}.',
    'stickiness.bad-interval':
      'A {within} holds no whole number of intervals of the length “{interval}”. Choose a shorter interval, or count over the whole log.',
  },
  zh: {
    'params.not-a-number': '属性“{property}”不是数字（类型为 {kind}）。请选择数值属性，或换一种度量。',
    'retention.no-property': '求和或平均需要一个数值属性。请选择属性，或改为度量用户比例或用户数。',
    'retention.bad-brackets':
      '“{value}”不是有效的分段。请按升序书写周期，每段为一个数字或一个范围，用逗号分隔：1, 2-3, 4-7, 8-14；最大为 {most}。',
    'stickiness.bad-interval': '周期“{within}”不含整数个“{interval}”。请选择更短的时段，或统计整个日志。',
  },
} satisfies ErrorTexts;
