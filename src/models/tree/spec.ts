import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

export default defineEstimator({
  id: 'tree',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object({
    criterion: v.optional(v.picklist(['gini', 'entropy']), 'gini'),
    maxDepth: v.optional(whole(0, 256), 0),
    maxLeaves: v.optional(whole(0, 100_000), 0),
    minSamplesSplit: v.optional(whole(2, 1_000_000), 2),
    minSamplesLeaf: v.optional(whole(1, 1_000_000), 1),
    ccpAlpha: v.optional(v.pipe(v.number(), v.minValue(0), v.finite()), 0),
    maxBins: v.optional(whole(2, 255), 255),
  }),
  search: {
    maxDepth: { from: 2, to: 14, integer: true },
    minSamplesLeaf: { from: 1, to: 200, log: true, integer: true },
    ccpAlpha: { from: 1e-5, to: 0.02, log: true },
    criterion: { of: ['gini', 'entropy'] },
  },
  inputs: { missing: true },
  pace: 'quick',
  texts: {
    en: {
      title: 'Decision tree',
      about: 'One tree of questions with yes or no for an answer: easy to read, seldom the most exact.',
      'param.criterion': 'Impurity (for classes)',
      'param.maxDepth': 'Depth at most (0: no limit)',
      'param.maxLeaves': 'Leaves at most (0: no limit)',
      'param.minSamplesSplit': 'Rows in a node to split it at least',
      'param.minSamplesLeaf': 'Rows in a leaf at least',
      'param.ccpAlpha': 'Price of a leaf (cost-complexity pruning)',
      'param.maxBins': 'Bins of a column at most',
      'option.criterion.gini': 'Gini',
      'option.criterion.entropy': 'Entropy',
    },
    zh: {
      title: '决策树',
      about: '由一系列是非问题组成的一棵树：容易读懂，但很少最准确。',
      'param.criterion': '不纯度（用于类别）',
      'param.maxDepth': '最大深度（0 表示不限）',
      'param.maxLeaves': '最多叶数（0 表示不限）',
      'param.minSamplesSplit': '可分裂节点的最少行数',
      'param.minSamplesLeaf': '叶中最少行数',
      'param.ccpAlpha': '每片叶的代价（代价复杂度剪枝）',
      'param.maxBins': '每列最多分箱数',
      'option.criterion.gini': '基尼',
      'option.criterion.entropy': '熵',
    },
  },
});
