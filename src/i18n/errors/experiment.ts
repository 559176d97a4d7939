import type { ErrorTexts } from './types.ts';

/** Errors of experiments, their planner, attribution and drivers. */
export const experimentErrors = {
  en: {
    'attribution.no-events':
      'The log has no named events that could be a conversion. Map an event column on the Data page.',
    'attribution.not-of-events':
      'The property “{property}” belongs to the users, not to their events, so it has no touches. Choose a column of the events.',
    'attribution.no-number':
      'The property “{property}” is no number of the events and cannot be shared out. Choose another, or none.',
    'attribution.too-much':
      'The first and the last touch would get {sum} % of the credit together. Choose shares that add up to 100 % or less.',
    'experiment.no-metric':
      'The log has no named events to measure. Choose a goal, a number of the users, or a day of return.',
    'experiment.no-number':
      'The property “{property}” holds no numbers but values of kind {kind}. Choose a number or a yes/no property.',
    'experiment.not-of-events':
      'A ratio adds up numbers of events; “{property}” belongs to the users. Choose a column of the events.',
    'experiment.no-log':
      'There is no event log, so “{metric}” cannot be measured. Choose numbers or yes/no properties of the users, or map a log on the Data page.',
    'experiment.unknown-variant':
      'No user has the variant “{variant}”. The variants are: {known}. Choose the control from these.',
    'experiment.bad-split':
      '“{value}” is no split into {variants} parts. Write one positive number for each variant in the order of their names, parted by colons: 1:1 or 90:10.',
    'drivers.no-limit':
      'Drivers need an early time and a horizon that end. Write a duration such as 7d instead of none.',
    'experiment-plan.no-baseline':
      'The log gives no baseline that can be planned with ({users} users observed long enough). Type the baseline, and for a number per user its standard deviation.',
    'experiment-plan.too-large':
      'An effect of {effect} % on a baseline of {baseline} % would pass 100 %. Choose a smaller effect.',
  },
  zh: {
    'attribution.no-events': '行为日志中没有可作为转化的带名称事件。请在“数据”页映射事件列。',
    'attribution.not-of-events': '属性“{property}”属于用户而不是事件，因此没有触点。请选择事件的列。',
    'attribution.no-number': '属性“{property}”不是事件的数值，无法分摊。请选择其他属性，或留空。',
    'attribution.too-much': '首次与末次触点合计将得到 {sum}% 的功劳。请让两者之和不超过 100%。',
    'experiment.no-metric': '行为日志中没有可度量的带名称事件。请选择目标、用户的数值属性或回访日。',
    'experiment.no-number': '属性“{property}”不是数值（类型为 {kind}）。请选择数值或是/否属性。',
    'experiment.not-of-events': '比率由事件的数值相加而得，而“{property}”属于用户。请选择事件的列。',
    'experiment.no-log': '没有行为日志，无法计算“{metric}”。请选择用户的数值或是/否属性，或在“数据”页映射行为日志。',
    'experiment.unknown-variant': '没有用户属于版本“{variant}”。现有版本：{known}。请从中选择对照组。',
    'experiment.bad-split':
      '“{value}”不能分成 {variants} 份。请按版本名称的顺序为每个版本写一个正数，用冒号分隔：1:1 或 90:10。',
    'drivers.no-limit': '驱动因素需要有期限的早期时段和目标时段。请写 7d 这样的时长，不要写 none。',
    'experiment-plan.no-baseline':
      '日志中没有可用于规划的基线（观察时间足够的用户有 {users} 名）。请填写基线；若为人均次数，还请填写标准差。',
    'experiment-plan.too-large': '在 {baseline}% 的基线上提升 {effect}% 会超过 100%。请选择更小的效果。',
  },
} satisfies ErrorTexts;
