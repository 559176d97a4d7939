import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';
import { forestEntries, forestSearch, forestTexts } from '../../contract/forest.ts';

export default defineEstimator({
  id: 'random-forest',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object({
    ...forestEntries,
    /** Shares of one row make poor probabilities, and trees that are four times as large. */
    minSamplesLeaf: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)), 5),
    bootstrap: v.optional(v.boolean(), true),
  }),
  search: forestSearch,
  inputs: { missing: true },
  pace: 'slow',
  texts: {
    en: {
      title: 'Random forest',
      about:
        'The mean of many deep trees, each grown on its own draw of rows and asking a few columns at a time. Robust without tuning.',
      ...forestTexts.en,
    },
    zh: {
      title: '随机森林',
      about: '许多深树的平均，每棵树用各自抽取的行生成，每次只考察少数几列。无需调参也很稳健。',
      ...forestTexts.zh,
    },
  },
});
