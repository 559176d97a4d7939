import type { ErrorTexts } from './types.ts';

/** Errors of times to an event and of customers' lifetimes. */
export const survivalErrors = {
  en: {
    'survival.no-subjects': 'There is nobody to follow. Choose other events, another table or a longer period.',
    'survival.no-events':
      'None of the {subjects} subjects had the event, so nothing can be said of when it comes. Choose another event or a longer period.',
    'survival.bad-duration':
      'The duration in row {row} is {value}; it must be 0 or more. Correct the column, or choose another one.',
    'survival.bad-event':
      'The column “{column}” says {value} where 1 (the event was seen) or 0 (it was not) is expected. Map its values to 1 and 0, or choose another column.',
    'survival.no-event':
      'Events have no time here, or there are none. Map the time column, or choose a table with durations.',
    'survival.many-levels':
      'The column “{column}” has {levels} different values, too many to tell apart (at most {most}). Group its values, or leave it out.',
    'survival.unknown-table':
      'There is no table “{table}”. The tables of this project are: {known}. Choose one of them.',
    'survival.unknown-column':
      'The table “{table}” has no column “{column}”. Its columns are: {known}. Choose one of them.',
    'survival.no-duration':
      'The table “{table}” is read without a column of durations. Choose the column that holds them.',
    'survival.not-a-number': 'The column “{column}” holds no numbers (its type is {type}). Choose a numeric column.',
    'survival.unknown-covariate':
      'Nothing here is called “{column}” to explain the time by. Choose from these: {known}.',
    'survival.no-gap': 'Silence has no length, so nobody could be told gone. Write a duration such as 30d.',
    'clv.no-times':
      'What customers will buy is learnt from when they bought, but no event here has a usable time. Map a time column on the Data page, or choose a table with one customer a row (frequency, recency, T).',
    'clv.no-customers':
      'Nobody bought anything before the end of the calibration. Choose other events, or a later end.',
    'clv.no-repeaters':
      'None of the {customers} customers came back on another day, so nothing can be learnt of how they return. Choose other events or a longer period.',
    'clv.bad-end':
      '“{end}” is no day within the log, which runs from {first} to {last}. Write a day such as {last}, or leave it empty.',
    'clv.bad-row':
      'Row {row} says frequency {frequency}, recency {recency} and age {age}, which fits no customer: a frequency is a whole number, and 0 ≤ recency ≤ age in the same unit. Correct the table.',
    'clv.no-limit': 'The horizon is “none”, but a forecast needs one. Write a duration such as 39w.',
    'clv.no-fit':
      'The likelihood of the model has no highest point that could be found in these {customers} customers. Widen the period, or choose the other model.',
  },
  zh: {
    'survival.no-subjects': '没有可跟踪的对象。请选择其他事件、其他表或更长的时间段。',
    'survival.no-events':
      '{subjects} 个对象中没有一个发生该事件，因此无法判断它何时发生。请选择其他事件或更长的时间段。',
    'survival.bad-duration': '第 {row} 行的时长为 {value}；它必须不小于 0。请更正该列或另选一列。',
    'survival.bad-event':
      '列“{column}”中有值 {value}，而这里需要 1（观察到事件）或 0（未观察到）。请把它的值映射为 1 和 0，或另选一列。',
    'survival.no-event': '这里的事件没有时间，或者没有事件。请映射时间列，或选择一张带时长的表。',
    'survival.many-levels':
      '列“{column}”有 {levels} 个不同的值，多得无法区分（最多 {most} 个）。请合并它的值或不使用该列。',
    'survival.unknown-table': '没有名为“{table}”的表。本项目的表有：{known}。请从中选择。',
    'survival.unknown-column': '表“{table}”没有名为“{column}”的列。它的列有：{known}。请从中选择。',
    'survival.no-duration': '读取表“{table}”时没有指定时长列。请选择存放时长的列。',
    'survival.not-a-number': '列“{column}”不是数字（类型为 {type}）。请选择数值列。',
    'survival.unknown-covariate': '没有名为“{column}”的变量可用来解释时间。请从以下选择：{known}。',
    'survival.no-gap': '沉默没有时长，无法判断谁已流失。请填写时长，例如 30d。',
    'clv.no-times':
      '客户的未来购买要从购买时间学得，但这里没有任何事件带有可用的时间。请在“数据”页映射时间列，或选择一张每行一名客户的表（含 frequency、recency、T）。',
    'clv.no-customers': '在校准期结束之前没有人购买。请选择其他事件或更晚的结束日。',
    'clv.no-repeaters':
      '{customers} 名客户中没有人在另一天再次购买，因此无法得知他们如何回来。请选择其他事件或更长的时间段。',
    'clv.bad-end': '“{end}”不是日志范围内的日期，日志从 {first} 到 {last}。请填写类似 {last} 的日期，或留空。',
    'clv.bad-row':
      '第 {row} 行的频次为 {frequency}、最近一次为 {recency}、客龄为 {age}，不可能是一名客户：频次应为整数，且 0 ≤ 最近一次 ≤ 客龄，单位相同。请更正该表。',
    'clv.no-limit': '预测期为“none”，但预测需要期限。请填写时长，例如 39w。',
    'clv.no-fit': '在这 {customers} 名客户中找不到模型似然的最高点。请扩大时间段，或改用另一个模型。',
  },
} satisfies ErrorTexts;
