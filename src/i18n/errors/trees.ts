import type { ErrorTexts } from './types.ts';

/** Errors of trees, forests and boosting. */
export const treesErrors = {
  en: {
    'trees.too-large':
      'Growing trees on {rows} rows and {columns} columns needs {megabytes} MB, more than this browser gives. Use fewer rows or columns.',
    'trees.bad-class': 'The label in row {row} is {value}; classes are whole numbers from 0 to {most}. Correct it.',
    'trees.bad-target': 'The value to learn in row {row} is {value}, which is no number. Fill it or leave the row out.',
    'trees.bad-weight': 'The weight of row {row} is {value}; it must be a number of at least 0.',
    'boosting.unknown-column':
      'There is no column “{column}” in which to hold a direction. The columns that the model reads are: {known}.',
    'boosting.both-directions':
      'The prediction can’t both only rise and only fall with “{column}”. Take it out of one of the two lists.',
    'boosting.monotone-category':
      '“{column}” is a category, which has no order for the prediction to rise or fall with. Take it out of the list, or encode it as a number.',
    'boosting.monotone-loss':
      'Directions can’t be kept with this loss, nor with several classes. Clear the lists, or learn a yes or no, a mean or a count.',
    'boosting.negative-count': 'Row {row} has {value}, and counts are never below 0. Choose another loss.',
    'boosting.no-counts':
      'All {rows} rows have a count of 0, so there is nothing to learn. Choose another target or period.',
  },
  zh: {
    'trees.too-large': '在 {rows} 行、{columns} 列上生成树需要 {megabytes} MB，超出此浏览器的上限。请减少行或列。',
    'trees.bad-class': '第 {row} 行的标签是 {value}；类别应为 0 到 {most} 的整数。请更正。',
    'trees.bad-target': '第 {row} 行要学习的值是 {value}，不是数字。请补全该值或去掉该行。',
    'trees.bad-weight': '第 {row} 行的权重是 {value}；它必须是不小于 0 的数。',
    'boosting.unknown-column': '没有可规定方向的列“{column}”。模型读取的列有：{known}。',
    'boosting.both-directions': '预测值不能既只随“{column}”上升又只随其下降。请从其中一个列表中去掉它。',
    'boosting.monotone-category': '“{column}”是类别，没有可供预测值升降的顺序。请从列表中去掉它，或将其编码为数值。',
    'boosting.monotone-loss': '此损失函数或多类别任务无法保持方向。请清空列表，或改为学习是否、均值或计数。',
    'boosting.negative-count': '第 {row} 行的值为 {value}，而计数不会小于 0。请选择其他损失函数。',
    'boosting.no-counts': '全部 {rows} 行的计数都是 0，没有可学习的内容。请更换目标或时间段。',
  },
} satisfies ErrorTexts;
