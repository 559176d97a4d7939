import type { ErrorTexts } from './types.ts';

/** Errors of the map of items. */
export const itemMapErrors = {
  en: { 'item-map.no-points': 'The recommender “{algorithm}” makes no points of items. Choose ALS or BPR.' },
  zh: { 'item-map.no-points': '推荐算法“{algorithm}”不产生商品向量。请选择 ALS 或 BPR。' },
} satisfies ErrorTexts;
