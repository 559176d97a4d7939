export const texts = {
  en: {
    title: 'Rename columns',
    about: 'Gives columns other names; no value changes.',
    'param.pairs': 'From → to',
    step: 'Rename {from} to {to}',
    'step.several': 'Rename {count} columns',
  },
  zh: {
    title: '重命名列',
    about: '给列换名称，不改变任何值。',
    'param.pairs': '原名 → 新名',
    step: '将 {from} 重命名为 {to}',
    'step.several': '重命名 {count} 列',
  },
} as const;

export type TextKey = keyof typeof texts.en;
