import * as v from 'valibot';

/** How like two rows of numbers are: the parameters of each recommender that goes by neighbours. */
export const neighbourEntries = {
  similarity: v.optional(v.picklist(['cosine', 'jaccard', 'bm25']), 'cosine'),
  k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 100),
  shrinkage: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(10_000)), 0),
} as const;

export const neighbourSearch = {
  k: { from: 20, to: 500, log: true, integer: true },
  shrinkage: { from: 0, to: 100 },
} as const;

/** The texts of `neighbourEntries` that are the same whoever the neighbours are. */
export const neighbourTexts = {
  en: {
    'option.similarity.cosine': 'Cosine',
    'option.similarity.jaccard': 'Jaccard',
    'option.similarity.bm25': 'Cosine, weighted by BM25',
    'param.shrinkage': 'Shrinkage: how far little evidence is distrusted',
  },
  zh: {
    'option.similarity.cosine': '余弦',
    'option.similarity.jaccard': 'Jaccard',
    'option.similarity.bm25': 'BM25 加权余弦',
    'param.shrinkage': '收缩：证据少时降低相似度的程度',
  },
} as const;
