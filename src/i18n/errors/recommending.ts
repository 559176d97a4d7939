import type { ErrorTexts } from './types.ts';

/** Errors of reading what recommenders learn from, and of judging them. */
export const recommendingErrors = {
  en: {
    'recommend.no-items':
      'No column says which item an event is about, so there is nothing to recommend. Map the role “item” on the Data page, for the log or for the reviews.',
    'recommend.no-ratings':
      'No column says how much an item was liked. Choose a numeric property as the rating, map the log’s value or the reviews with user, item and rating, or choose implicit feedback.',
    'recommend.no-times':
      'The {events} interactions have no times, so they cannot be split by time. Map the time, or choose another split.',
  },
  zh: {
    'recommend.no-items': '没有列说明事件涉及哪个商品，因此无从推荐。请在“数据”页为日志或评价映射“商品”角色。',
    'recommend.no-ratings':
      '没有列说明用户对商品的评分。请选择一个数值属性作为评分，或映射日志的数值、带有用户、商品和评分的评价，或改用隐式反馈。',
    'recommend.no-times': '这 {events} 次交互没有时间，无法按时间划分。请映射时间，或选择其他划分方式。',
  },
} satisfies ErrorTexts;
