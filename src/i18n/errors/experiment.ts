import type { ErrorTexts } from './types.ts';

/** Errors of experiments, their planner, attribution and drivers. */
export const experimentErrors = {
  en: {
    'attribution.no-events':
      'The log has no named events that could be a conversion. Map an event column on the Data page.',
    'attribution.not-of-events':
      'The property “{property}” belongs to the users, not to their events, so it has no touches. Choose a column of the events.',
    'attribution.no-number':
      'The property “{property}” is no number of the events and cannot be shared out. Choose another, or none.',
    'attribution.too-much':
      'The first and the last touch would get {sum} % of the credit together. Choose shares that add up to 100 % or less.',
  },
  zh: {
    'attribution.no-events': '行为日志中没有可作为转化的带名称事件。请在“数据”页映射事件列。',
    'attribution.not-of-events': '属性“{property}”属于用户而不是事件，因此没有触点。请选择事件的列。',
    'attribution.no-number': '属性“{property}”不是事件的数值，无法分摊。请选择其他属性，或留空。',
    'attribution.too-much': '首次与末次触点合计将得到 {sum}% 的功劳。请让两者之和不超过 100%。',
  },
} satisfies ErrorTexts;
