import type { ErrorTexts } from './types.ts';

/** Errors of judging predictions: metrics, splits and searches. */
export const metricsErrors = {
  en: {
    'metrics.wrong-length':
      'There are {labels} labels and {predictions} predictions, and each label needs {each}. Predict the same rows that have labels.',
    'metrics.not-a-number': 'The prediction of row {row} is not a number. Predict every row before judging.',
    'metrics.unknown': 'There is no metric “{metric}”. Choose one of these: {known}.',
    'validation.too-few-rows':
      'There are {rows} rows, and judging a model needs at least 2: some to learn from, some to ask. Widen the data or the period.',
    'validation.no-groups':
      'The rows belong to no groups, so they cannot be split by group. Choose another validation.',
    'validation.one-group':
      'All {rows} rows belong to one group, so no group is left to ask. Choose another validation.',
    'search.no-candidates': 'There is no estimator to compare. Choose at least one.',
    'search.no-labels':
      'Without labels there is nothing by which to compare models of strange rows. Choose a label column of 0 and 1.',
    'search.no-metric':
      'The models were judged by {known}, and not by “{metric}”. Choose one of these for the leaderboard.',
    'search.bad-range':
      'The range of “{parameter}” of “{estimator}” is {range}. Give a lower bound below the upper one, above 0 on a logarithmic scale, or at least one choice.',
  },
  zh: {
    'metrics.wrong-length':
      '共有 {labels} 个标签和 {predictions} 个预测值，而每个标签需要 {each} 个。请对有标签的同一批行进行预测。',
    'metrics.not-a-number': '第 {row} 行的预测值不是数字。请先对每一行作出预测，再进行评估。',
    'metrics.unknown': '没有名为“{metric}”的指标。可选的有：{known}。',
    'validation.too-few-rows':
      '只有 {rows} 行，而评估模型至少需要 2 行：一部分用于训练，一部分用于检验。请扩大数据范围或时间段。',
    'validation.no-groups': '各行不属于任何分组，因此无法按分组划分。请选择其他验证方式。',
    'validation.one-group': '全部 {rows} 行都属于同一分组，没有可用于检验的分组。请选择其他验证方式。',
    'search.no-candidates': '没有可比较的模型。请至少选择一个。',
    'search.no-labels': '没有标签，就无从比较识别异常行的模型。请选择取值为 0 和 1 的标签列。',
    'search.no-metric': '这些模型以 {known} 评估，而没有“{metric}”。请为排行榜选择其中之一。',
    'search.bad-range':
      '“{estimator}”的“{parameter}”的搜索范围为 {range}。请让下限小于上限（对数尺度上须大于 0），或至少给出一个选项。',
  },
} satisfies ErrorTexts;
