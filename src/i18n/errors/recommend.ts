import type { ErrorTexts } from './types.ts';

/** Errors of recommenders. */
export const recommendErrors = {
  en: {
    'recommend.unknown-algorithm': 'There is no recommender “{algorithm}”. Choose one of these: {known}.',
    'recommend.unknown-parameter':
      'The recommender “{algorithm}” has no setting “{parameter}”. Its settings are: {known}.',
    'recommend.bad-parameter':
      'The setting “{parameter}” of the recommender “{algorithm}” is {value}: {issue}. Correct it, or leave it out.',
    'recommend.wrong-feedback':
      'The recommender “{algorithm}” does not learn from {feedback}, only from {takes}. Change that under “What counts as interest”, or choose another recommender.',
    'recommend.no-interactions':
      'There are no interactions to learn from: {users} users and {items} items are left. Widen the period, choose other events, or lower the minimum per user and item.',
  },
  zh: {
    'recommend.unknown-algorithm': '没有名为“{algorithm}”的推荐算法。请从以下算法中选择：{known}。',
    'recommend.unknown-parameter': '推荐算法“{algorithm}”没有参数“{parameter}”。它的参数有：{known}。',
    'recommend.bad-parameter': '推荐算法“{algorithm}”的参数“{parameter}”为 {value}：{issue}。请更正或留空。',
    'recommend.wrong-feedback':
      '推荐算法“{algorithm}”无法从{feedback}中学习，只能从{takes}中学习。请在“什么算作兴趣”中更改，或换一种算法。',
    'recommend.no-interactions':
      '没有可供学习的交互：剩下 {users} 个用户和 {items} 个商品。请放宽时间范围、选择其他事件，或降低每个用户和商品的最少次数。',
  },
} satisfies ErrorTexts;
