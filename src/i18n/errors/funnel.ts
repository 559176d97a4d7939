import type { ErrorTexts } from './types.ts';

/** Errors about a funnel's steps and options. */
export const funnelErrors = {
  en: {
    'funnel.optional-end':
      'The step “{step}” is the first or the last one, and these may not be left out. Make it a required step, or put it between others.',
    'funnel.bad-exclusion':
      'An exclusion lies between step {from} and step {to}, but the funnel has {steps} {steps|step|steps}. Choose two of its steps, the earlier one first.',
    'funnel.no-property':
      'The funnel counts by a property, but none is chosen. Choose the property to count by, or count users.',
    'funnel.bad-end':
      '“{value}” is no date. Write the observation end as 2024-06-30 or 2024-06-30 18:00 (UTC), or leave it empty for the last event of the log.',
  },
  zh: {
    'funnel.optional-end': '步骤“{step}”是第一步或最后一步，不能设为可选。请把它设为必经步骤，或移到其他步骤之间。',
    'funnel.bad-exclusion':
      '某项排除位于第 {from} 步与第 {to} 步之间，但漏斗只有 {steps} 个步骤。请选择漏斗中的两个步骤，先写靠前的一步。',
    'funnel.no-property': '漏斗要按属性计数，但没有选择属性。请选择用于计数的属性，或改为按用户计数。',
    'funnel.bad-end':
      '“{value}”不是日期。请把观察截止时间写成 2024-06-30 或 2024-06-30 18:00（UTC），或留空表示日志的最后一个事件。',
  },
} satisfies ErrorTexts;
