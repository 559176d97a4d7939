import type { ErrorTexts } from './types.ts';

/** Errors of what a model is to learn from. */
export const learningErrors = {
  en: {
    'learning.nothing':
      'There is nothing to learn from: no event log is mapped, nor a users’ table. Choose a table with a label, or map users and times on the Data page.',
    'learning.no-users':
      'The label “{label}” is looked for in the users’ table, and none is mapped. Choose the table that holds it, or map the users’ table on the Data page.',
    'learning.no-events':
      'No event has a user and a time, so there is nothing to learn from. Widen the filter, or map the columns on the Data page.',
    'learning.no-limit': 'The {name} has no limit here. Give it a length, 30d say.',
    'learning.too-short':
      'The log spans {span} days. A horizon of {horizon} days needs {needed}: history, training and test. Choose a horizon of {fits} or less.',
    'learning.no-span':
      'The log spans {span} days, too short for any horizon: a horizon of {horizon} days needs {needed}. Add more data, or choose a shorter gap.',
    'learning.unnamed-events':
      'Which event comes next cannot be learnt, as no column of the log says what was done. Map the event column on the Data page, or choose another target.',
    'learning.no-amount':
      'The log has no value and no price to add up. Choose a numeric property, or map one of them on the Data page.',
    'learning.unknown-table': 'There is no table “{table}”. The tables are: {known}.',
    'learning.unknown-column': 'There is no column “{column}” to learn from. The columns are: {known}.',
    'learning.no-label': 'Nothing says which column is to be predicted. Choose the label column among these: {known}.',
    'learning.no-features':
      'There is no feature to learn from. Choose more kinds of features, or a table with more columns than its label.',
    'learning.no-rows':
      'No row has a label, so there is nothing to learn from. Choose another label column; for a log, another event or period.',
    'learning.one-class':
      'All {rows} rows have the label {label}, so there is nothing to tell apart. Choose another label column; for a log, another event or horizon.',
    'learning.unknown-positive': 'No row has the label “{value}”. The labels are: {known}.',
    'learning.too-many-classes':
      'The label has {classes} different values, and at most {limit} can be told apart. Under “The question in detail” say which value is to be predicted, or predict it as a number by “Predict how much”.',
    'learning.label-not-number':
      'The label is to be predicted as a number, and “{value}” is none. Choose a numeric column, or use “Predict who” for a column of words.',
  },
  zh: {
    'learning.nothing':
      '没有可供学习的数据：既未映射事件表，也未映射用户表。请选择含有标签的表，或在“数据”页映射用户与时间。',
    'learning.no-users': '标签“{label}”应在用户表中，但尚未映射用户表。请选择含有它的表，或在“数据”页映射用户表。',
    'learning.no-events': '没有任何事件同时有用户和时间，无从学习。请放宽筛选条件，或在“数据”页映射这些列。',
    'learning.no-limit': '{name} 在这里没有限度。请给出长度，例如 30d。',
    'learning.too-short':
      '日志跨度为 {span} 天。{horizon} 天的预测期需要 {needed} 天：历史、训练与检验。请选择不超过 {fits} 的预测期。',
    'learning.no-span':
      '日志跨度为 {span} 天，对任何预测期都太短：{horizon} 天的预测期需要 {needed} 天。请补充数据，或缩短间隔期。',
    'learning.unnamed-events': '日志中没有说明行为的列，无法学习下一个事件。请在“数据”页映射事件列，或选择别的目标。',
    'learning.no-amount': '日志中没有可求和的价值或价格。请选择数值属性，或在“数据”页映射其中之一。',
    'learning.unknown-table': '没有名为“{table}”的表。现有的表：{known}。',
    'learning.unknown-column': '没有可供学习的列“{column}”。现有的列：{known}。',
    'learning.no-label': '没有说明要预测哪一列。请从中选择标签：{known}。',
    'learning.no-features': '没有可供学习的特征。请选择更多种类的特征，或选择除标签外还有其他列的表。',
    'learning.no-rows': '没有任何一行带有标签，无从学习。请选择别的标签列；若是日志，请选择别的事件或时段。',
    'learning.one-class':
      '全部 {rows} 行的标签都是 {label}，没有可区分的内容。请选择别的标签列；若是日志，请选择别的事件或预测期。',
    'learning.unknown-positive': '没有任何一行的标签是“{value}”。现有的标签：{known}。',
    'learning.too-many-classes':
      '标签有 {classes} 个不同的取值，最多只能区分 {limit} 个。请在“问题细节”中指定要预测的取值，或用“预测多少”把它当作数值预测。',
    'learning.label-not-number': '标签要作为数值预测，但“{value}”不是数值。请选择数值列；文字列请用“预测是谁”。',
  },
} satisfies ErrorTexts;
