import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';
import { forestEntries, forestSearch, forestTexts } from '../../contract/forest.ts';

export default defineEstimator({
  id: 'extra-trees',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object(forestEntries),
  search: forestSearch,
  inputs: { missing: true },
  pace: 'slow',
  texts: {
    en: {
      title: 'Extra trees',
      about:
        'Like a random forest, but thresholds are drawn at random and the best of them is taken: smoother, and quicker to grow.',
      ...forestTexts.en,
    },
    zh: {
      title: '极端随机树',
      about: '类似随机森林，但阈值随机抽取后取其中最好的：结果更平滑，训练也更快。',
      ...forestTexts.zh,
    },
  },
});
