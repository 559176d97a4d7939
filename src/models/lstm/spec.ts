import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';
import { recurrentEntries, recurrentSearch, recurrentTexts } from '../../contract/training.ts';

export default defineEstimator({
  id: 'lstm',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object(recurrentEntries),
  search: recurrentSearch,
  inputs: { scaled: true, sequences: true },
  pace: 'slow',
  texts: {
    en: {
      title: 'LSTM over events',
      about: 'Reads the events one after the other and remembers what matters (long short-term memory).',
      ...recurrentTexts.en,
    },
    zh: {
      title: '事件序列 LSTM',
      about: '逐个读取事件，并记住重要的内容（长短期记忆网络）。',
      ...recurrentTexts.zh,
    },
  },
});
