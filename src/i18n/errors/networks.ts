import type { ErrorTexts } from './types.ts';

/** Errors of neural networks. */
export const networksErrors = {
  en: {
    'network.no-events':
      'This model reads the events of each row in their order, and the data holds none. Choose a table of users with events, or another model.',
    'network.bad-event':
      'Row {row} holds the event code {code}, and there are only {kinds} kinds of events. This is a fault of the app; run the analysis again.',
    'network.bad-gap':
      'The times between the events of row {row} are no numbers, or not one for each event. This is a fault of the app; run the analysis again.',
    'network.other-events':
      'This model was trained on the last {expectedLength} events of {expectedKinds} kinds, and was given the last {length} of {kinds}. Prepare the events as they were, or train it again.',
    'network.bad-layers':
      'The hidden layers are “{value}”, but must be one to six whole numbers between 1 and 1024, such as 64, 32.',
    'network.bad-heads':
      'The width {width} cannot be split evenly among {heads} heads. Choose a width that is a multiple of the heads.',
  },
  zh: {
    'network.no-events': '此模型按顺序读取每一行的事件，而数据中没有事件。请选择带有事件的用户表，或改用其他模型。',
    'network.bad-event': '第 {row} 行的事件代码为 {code}，而事件只有 {kinds} 种。这是应用的缺陷；请重新运行分析。',
    'network.bad-gap': '第 {row} 行的事件间隔不是数字，或与事件数不符。这是应用的缺陷；请重新运行分析。',
    'network.other-events':
      '此模型以最近 {expectedLength} 个事件（共 {expectedKinds} 种）训练，得到的却是最近 {length} 个（共 {kinds} 种）。请按原样准备事件，或重新训练。',
    'network.bad-layers': '隐藏层为“{value}”，但必须是一到六个 1 至 1024 之间的整数，例如 64, 32。',
    'network.bad-heads': '宽度 {width} 无法平均分给 {heads} 个注意力头。请选择头数的倍数作为宽度。',
  },
} satisfies ErrorTexts;
