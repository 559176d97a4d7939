import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';
import { recurrentEntries, recurrentSearch, recurrentTexts } from '../../contract/training.ts';

export default defineEstimator({
  id: 'gru',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object(recurrentEntries),
  search: recurrentSearch,
  inputs: { scaled: true, sequences: true },
  pace: 'slow',
  texts: {
    en: {
      title: 'GRU over events',
      about: 'Reads the events one after the other, with fewer weights than an LSTM (gated recurrent unit).',
      ...recurrentTexts.en,
    },
    zh: {
      title: '事件序列 GRU',
      about: '逐个读取事件，参数比 LSTM 更少（门控循环单元）。',
      ...recurrentTexts.zh,
    },
  },
});
