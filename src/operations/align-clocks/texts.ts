export const texts = {
  en: {
    title: 'Align clocks',
    about:
      'Shifts the times of one source, or of all, by a fixed offset: for a clock that is wrong or in another zone.',
    'param.column': 'Time',
    'param.offset': 'Offset',
    'help.offset': 'Added to the time: -30s, 8h, 1.5h, 2d.',
    'param.where': 'Only where this column',
    'help.where': 'None chosen: every row.',
    'param.value': 'holds this value',
    'figure.moved': 'Rows at another place in the order of time',
    step: 'Shift {column} by {offset}',
    'step.where': 'Shift {column} by {offset} where {where} is “{value}”',
  },
  zh: {
    title: '校准时钟',
    about: '把某个来源（或全部）的时间平移固定的量：用于走得不准或处于其他时区的时钟。',
    'param.column': '时间',
    'param.offset': '偏移量',
    'help.offset': '加到时间上：-30s、8h、1.5h、2d。',
    'param.where': '仅当此列',
    'help.where': '不选则处理所有行。',
    'param.value': '等于此值',
    'figure.moved': '按时间排序后位置改变的行',
    step: '将 {column} 平移 {offset}',
    'step.where': '当 {where} 为“{value}”时，将 {column} 平移 {offset}',
  },
} as const;

export type TextKey = keyof typeof texts.en;
