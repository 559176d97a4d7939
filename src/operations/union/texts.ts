export const texts = {
  en: {
    title: 'Append a table',
    about: 'Adds the rows of another table after those of this one; columns of other names are matched by pairs.',
    'param.table': 'Table',
    'param.pairs': 'Their column → ours',
    'help.pairs': 'Columns of the same name need no pair.',
    'param.others': 'Their other columns',
    'option.others.leave': 'are left out',
    'option.others.add': 'are added as new ones',
    'figure.added': 'Rows added',
    'figure.unfilled': 'Columns of ours that stay empty in them',
    'figure.unused': 'Columns of theirs left out',
    step: 'Append the rows of {table}',
  },
  zh: {
    title: '追加表',
    about: '把另一张表的行加在本表之后；名称不同的列按对应关系匹配。',
    'param.table': '表',
    'param.pairs': '另一张表的列 → 本表的列',
    'help.pairs': '同名的列无需指定。',
    'param.others': '另一张表的其余列',
    'option.others.leave': '不带入',
    'option.others.add': '作为新列加入',
    'figure.added': '追加的行',
    'figure.unfilled': '本表中留空的列',
    'figure.unused': '另一张表中未带入的列',
    step: '追加表 {table} 的行',
  },
} as const;

export type TextKey = keyof typeof texts.en;
