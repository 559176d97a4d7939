export const texts = {
  en: {
    title: 'Map values',
    about: 'Gives values of a column other names: several spellings of one category become one.',
    'param.column': 'Column',
    'param.pairs': 'From → to',
    'help.pairs': 'Nothing on the right makes the value missing.',
    'param.others': 'Values not listed',
    'option.others.keep': 'stay as they are',
    'option.others.missing': 'become missing',
    'option.others.value': 'become one value',
    'param.value': 'That value',
    'step.keep': 'Map {count} {count|value|values} of {column}',
    'step.missing': 'Map {count} {count|value|values} of {column}, others become missing',
    'step.value': 'Map {count} {count|value|values} of {column}, others become “{value}”',
  },
  zh: {
    title: '映射取值',
    about: '把某列的取值改为其他值：同一类别的多种写法合并为一种。',
    'param.column': '列',
    'param.pairs': '原值 → 新值',
    'help.pairs': '右侧留空则视为缺失。',
    'param.others': '未列出的值',
    'option.others.keep': '保持不变',
    'option.others.missing': '视为缺失',
    'option.others.value': '统一改为一个值',
    'param.value': '该值',
    'step.keep': '映射 {column} 的 {count} 个取值',
    'step.missing': '映射 {column} 的 {count} 个取值，其余视为缺失',
    'step.value': '映射 {column} 的 {count} 个取值，其余改为“{value}”',
  },
} as const;

export type TextKey = keyof typeof texts.en;
