import type { ErrorTexts } from './types.ts';

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
    'model.unreadable': 'This is no saved model of the kind “{kind}”. Train it again.',
    'model.diverged':
      'The training’s loss was no longer a number in round {epoch}. Look for extreme values in the data, or choose a stronger penalty.',
    'model.leak':
      'The training left {tensors} tensors behind. This is a fault of the app; reload the page before training again.',
    'model.no-backend': 'No backend could train the model. {reason} Reload the page and try again.',
    'gpu.unavailable':
      'The backend “{backend}” is not available here. {reason} Run without naming a backend, and the best one is chosen.',
  },
  zh: {
    'model.not-finite': '列“{column}”第 {row} 行的值为 {value}，而模型只能从数字中学习。请补全该值或去掉该行。',
    'model.wrong-columns': '此模型以列 {expected} 训练，得到的却是 {found}。请按相同顺序提供相同的列。',
    'model.wrong-length': '共有 {rows} 行和 {labels} 个标签。请为每一行提供一个标签。',
    'model.no-rows': '没有可供学习的行或列。请扩大数据范围或时间段。',
    'model.one-class': '全部 {rows} 行的标签都是 {label}，没有可区分的对象。请更换目标或时间段。',
    'model.bad-label': '第 {row} 行的标签是 {value}；它必须是 0 或 1。',
    'model.bad-strength': '惩罚系数 C 为 {c}；它必须是大于 0 的数。',
    'model.unreadable': '这不是类型为“{kind}”的已保存模型。请重新训练。',
    'model.diverged': '训练在第 {epoch} 轮时损失不再是数字。请检查数据中的极端值，或选择更强的惩罚。',
    'model.leak': '训练后遗留了 {tensors} 个张量。这是应用的缺陷；再次训练前请重新加载页面。',
    'model.no-backend': '没有可以训练此模型的后端。{reason}请重新加载页面后再试。',
    'gpu.unavailable': '此处无法使用后端“{backend}”。{reason}不指定后端即可自动选择最合适的一个。',
  },
} satisfies ErrorTexts;
