import type { ErrorTexts } from './types.ts';

/** Errors of clustering and of the analyses of who the users are. */
export const segmentsErrors = {
  en: {
    'clustering.too-many-rows':
      'Hierarchical clustering holds the distance of every pair, and {rows} rows are too many for that: the limit is {limit}. Take a sample, or use k-means.',
    'clustering.singular':
      'With {segments} segments, one of them has no width in some direction, so its density cannot be computed. Ask for fewer segments or for fewer features.',
    'segments.no-users': 'No user has a dated event here, so there is nobody to group. Widen the filter or the period.',
    'segments.no-features':
      'None of the chosen kinds of features is offered by this log. Choose “activity”, or map more columns on the Data page.',
    'rfm.no-users': 'No user did what is scored here. Choose another event, or leave it empty for any.',
    'rfm.no-amount': '“{property}” is no number, so it cannot be summed. Choose a numeric property, or leave it empty.',
  },
  zh: {
    'clustering.too-many-rows':
      '层次聚类要保存每一对之间的距离，{rows} 行超出了上限 {limit}。请取样本，或改用 k-means。',
    'clustering.singular':
      '分为 {segments} 个分群时，其中一个在某个方向上没有宽度，无法计算其密度。请减少分群数或特征数。',
    'segments.no-users': '这里没有用户带有注明时间的事件，因此无人可分群。请放宽筛选条件或时间段。',
    'segments.no-features': '此行为日志无法提供所选的任何一类特征。请选择“activity”，或在“数据”页映射更多列。',
    'rfm.no-users': '没有用户做过此处要评分的事件。请更换事件，或留空表示任意事件。',
    'rfm.no-amount': '“{property}”不是数字，无法求和。请选择数值型属性，或留空。',
  },
} satisfies ErrorTexts;
