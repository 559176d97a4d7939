import type { ErrorTexts } from './types.ts';

/** Errors about an analysis's parameters and what its data allow. */
export const analysisErrors = {
  en: {
    'params.bad-duration':
      '“{value}” is not a duration. Write a number and a unit: 30m, 12h, 7d or 2w; or none for no limit.',
    'funnel.no-steps': 'The log has no named events to make a funnel of. Map an event column on the Data page.',
    'params.unknown-event':
      'No event is called “{event}”. The events of this project are: {known}. Choose one from the list.',
    'params.unknown-property':
      'The log has no property called “{property}”. Those that it has are: {known}. Choose one from the list.',
    'params.bad-value':
      '“{value}” cannot be compared with the property “{property}”, which is of kind {kind}. Write a value of that kind.',
    'analysis.unknown-mark':
      'The result has no part called “{mark}”. Run the analysis again and choose a bar or a cell.',
  },
  zh: {
    'params.bad-duration': '“{value}”不是有效的时长。请写数字加单位：30m、12h、7d 或 2w；不限时请写 none。',
    'funnel.no-steps': '行为日志中没有带名称的事件，无法组成漏斗。请在“数据”页映射事件列。',
    'params.unknown-event': '没有名为“{event}”的事件。本项目的事件有：{known}。请从列表中选择。',
    'params.unknown-property': '行为日志中没有名为“{property}”的属性。现有属性：{known}。请从列表中选择。',
    'params.bad-value': '“{value}”不能与属性“{property}”（类型 {kind}）比较。请写该类型的值。',
    'analysis.unknown-mark': '结果中没有名为“{mark}”的部分。请重新运行分析，再选择条形或单元格。',
  },
} satisfies ErrorTexts;
