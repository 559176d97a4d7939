import * as v from 'valibot';

/** A matrix of so many items takes 0.8 GB, beside all else that the page holds, and some minutes. */
const MOST_ITEMS = 10_000;

/** How many items a recommender compares that compares each with every other: the commonest. */
export const commonItemsEntry = v.optional(
  v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(MOST_ITEMS)),
  MOST_ITEMS,
);

export const commonItemsTexts = {
  en: { 'param.mostItems': 'Most items to learn (the commonest)' },
  zh: { 'param.mostItems': '最多学习多少个商品（取最常见的）' },
} as const;
