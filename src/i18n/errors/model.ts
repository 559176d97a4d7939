import type { ErrorTexts } from './types.ts';

/** Errors of training and of what is learnt. */
export const modelErrors = {
  en: {
    'model.not-finite':
      'Column “{column}” holds {value} in row {row}, and a model can only learn from numbers. Fill the gap or leave the row out.',
    'model.wrong-columns':
      'This model was trained on the columns {expected}, and was given {found}. Give it the same columns in the same order.',
    'model.wrong-length': 'There are {rows} rows and {labels} labels. Give one label per row.',
    'model.no-rows': 'There is no row, or no column, to learn from. Widen the data or the period.',
    'model.one-class':
      'All {rows} rows have the label {label}, so there is nothing to tell apart. Choose another target or another period.',
    'model.bad-label': 'The label in row {row} is {value}; it must be 0 or 1.',
    'model.bad-strength': 'The penalty C is {c}; it must be a number above 0.',
    'model.unknown-estimator': 'There is no estimator “{estimator}”. Choose one of these: {known}.',
    'model.unknown-parameter': 'The estimator “{estimator}” has no setting “{parameter}”. Its settings are: {known}.',
    'model.bad-parameter':
      'The setting “{parameter}” of “{estimator}” is {value}: {issue}. Correct it, or leave it out.',
    'model.wrong-task':
      'The estimator “{estimator}” cannot learn this ({task}); it learns: {tasks}. Choose another one.',
    'model.unreadable': 'This is no saved model of the kind “{kind}”. Train it again.',
    'model.diverged':
      'The training’s loss was no longer a number in round {epoch}. Look for extreme values in the data, or choose a stronger penalty.',
    'model.leak':
      'The training left {tensors} tensors behind. This is a fault of the app; reload the page before training again.',
    'model.no-backend': 'No backend could train the model. {reason} Reload the page and try again.',
    'gpu.unavailable':
      'The backend “{backend}” is not available here. {reason} Run without naming a backend, and the best one is chosen.',
    'propensity.no-events':
      'No event has a time, so there is no before and after to learn from. Map the time column on the Data page.',
    'propensity.no-limit': 'The {name} is “none”, but a prediction needs a limit. Write a duration such as 30d.',
    'propensity.unknown-event':
      'No event is called “{event}”. The events of this project are: {known}. Choose one from the list, or leave it empty for any.',
    'propensity.too-short':
      'The log spans {span} days, and predicting {horizon} ahead needs {needed}: one horizon to look back, one to train and one to test. Set the horizon to {fits} or less.',
    'propensity.no-span':
      'The log spans less than three minutes, and predicting {horizon} ahead needs {needed} days. Import a longer log.',
    'propensity.no-users': 'No user was active before {cutoff} within the history. Widen the history.',
    'propensity.one-class':
      '{share} % of the {users} users before {cutoff} did it (event: {target}) in the {horizon} after, so there is nothing to tell apart. Choose another event or another horizon.',
  },
  zh: {
    'model.not-finite': '列“{column}”第 {row} 行的值为 {value}，而模型只能从数字中学习。请补全该值或去掉该行。',
    'model.wrong-columns': '此模型以列 {expected} 训练，得到的却是 {found}。请按相同顺序提供相同的列。',
    'model.wrong-length': '共有 {rows} 行和 {labels} 个标签。请为每一行提供一个标签。',
    'model.no-rows': '没有可供学习的行或列。请扩大数据范围或时间段。',
    'model.one-class': '全部 {rows} 行的标签都是 {label}，没有可区分的对象。请更换目标或时间段。',
    'model.bad-label': '第 {row} 行的标签是 {value}；它必须是 0 或 1。',
    'model.bad-strength': '惩罚系数 C 为 {c}；它必须是大于 0 的数。',
    'model.unknown-estimator': '没有名为“{estimator}”的模型。可选的有：{known}。',
    'model.unknown-parameter': '模型“{estimator}”没有设置项“{parameter}”。它的设置项有：{known}。',
    'model.bad-parameter': '模型“{estimator}”的设置项“{parameter}”为 {value}：{issue}。请更正或留空。',
    'model.wrong-task': '模型“{estimator}”学不了此类任务（{task}），它能学的是：{tasks}。请另选一个。',
    'model.unreadable': '这不是类型为“{kind}”的已保存模型。请重新训练。',
    'model.diverged': '训练在第 {epoch} 轮时损失不再是数字。请检查数据中的极端值，或选择更强的惩罚。',
    'model.leak': '训练后遗留了 {tensors} 个张量。这是应用的缺陷；再次训练前请重新加载页面。',
    'model.no-backend': '没有可以训练此模型的后端。{reason}请重新加载页面后再试。',
    'gpu.unavailable': '此处无法使用后端“{backend}”。{reason}不指定后端即可自动选择最合适的一个。',
    'propensity.no-events': '没有任何事件带有时间，因此无从区分前后。请在“数据”页映射时间列。',
    'propensity.no-limit': '{name} 为“none”，但预测需要期限。请填写时长，例如 30d。',
    'propensity.unknown-event':
      '没有名为“{event}”的事件。本项目的事件有：{known}。请从列表中选择，或留空表示任意事件。',
    'propensity.too-short':
      '行为日志只跨越 {span} 天，而预测 {horizon} 需要 {needed} 天：一段用于回看，一段用于训练，一段用于检验。请将预测期设为 {fits} 或更短。',
    'propensity.no-span': '行为日志的跨度不足三分钟，而预测 {horizon} 需要 {needed} 天。请导入更长的日志。',
    'propensity.no-users': '{cutoff} 之前的回看期内没有活跃用户。请加长回看期。',
    'propensity.one-class':
      '{cutoff} 之前的 {users} 名用户中，有 {share}% 在其后的 {horizon} 内做了该事（事件：{target}），没有可区分的对象。请更换事件或预测期。',
  },
} satisfies ErrorTexts;
