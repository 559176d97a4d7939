import * as v from 'valibot';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** What random forests and extra trees are both told: spread into the parameters of each. */
export const forestEntries = {
  trees: v.optional(whole(1, 5000), 100),
  criterion: v.optional(v.picklist(['gini', 'entropy']), 'gini'),
  features: v.optional(v.picklist(['auto', 'sqrt', 'log2', 'third', 'all']), 'auto'),
  maxDepth: v.optional(whole(0, 256), 0),
  minSamplesSplit: v.optional(whole(2, 1_000_000), 2),
  minSamplesLeaf: v.optional(whole(1, 1_000_000), 1),
  bootstrap: v.optional(v.boolean(), false),
  outOfBag: v.optional(v.boolean(), false),
  maxBins: v.optional(whole(2, 255), 255),
} as const;

/** Where the best of a forest's parameters are looked for. */
export const forestSearch = {
  trees: { from: 50, to: 300, log: true, integer: true },
  features: { of: ['sqrt', 'log2', 'third'] },
  maxDepth: { from: 4, to: 24, integer: true },
  minSamplesLeaf: { from: 1, to: 50, log: true, integer: true },
} as const;

/** The texts of `forestEntries`. */
export const forestTexts = {
  en: {
    'param.trees': 'Trees',
    'param.criterion': 'Impurity (for classes)',
    'param.features': 'Columns asked at each split',
    'param.maxDepth': 'Depth at most (0: no limit)',
    'param.minSamplesSplit': 'Rows in a node to split it at least',
    'param.minSamplesLeaf': 'Rows in a leaf at least',
    'param.bootstrap': 'Draw each tree’s rows with replacement',
    'param.outOfBag': 'Score each row by the trees that did not see it',
    'param.maxBins': 'Bins of a column at most',
    'option.criterion.gini': 'Gini',
    'option.criterion.entropy': 'Entropy',
    'option.features.auto': 'By the task (square root for classes, all for numbers)',
    'option.features.sqrt': 'Square root of their number',
    'option.features.log2': 'Binary logarithm of their number',
    'option.features.third': 'A third of them',
    'option.features.all': 'All',
  },
  zh: {
    'param.trees': '树的数量',
    'param.criterion': '不纯度（用于类别）',
    'param.features': '每次分裂考察的列数',
    'param.maxDepth': '最大深度（0 表示不限）',
    'param.minSamplesSplit': '可分裂节点的最少行数',
    'param.minSamplesLeaf': '叶中最少行数',
    'param.bootstrap': '每棵树有放回地抽取行',
    'param.outOfBag': '用未见过该行的树为其评分（袋外评分）',
    'param.maxBins': '每列最多分箱数',
    'option.criterion.gini': '基尼',
    'option.criterion.entropy': '熵',
    'option.features.auto': '按任务选择（类别取平方根，数值取全部）',
    'option.features.sqrt': '列数的平方根',
    'option.features.log2': '列数的二进制对数',
    'option.features.third': '三分之一',
    'option.features.all': '全部',
  },
} as const;
