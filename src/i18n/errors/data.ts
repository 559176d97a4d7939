import type { ErrorTexts } from './types.ts';

/** Errors about tables, their columns and the mapping. */
export const dataErrors = {
  en: {
    'data.bad-name':
      'The name “{name}” holds a NUL character, which no table or column may have. Rename it in the file.',
    'data.unknown-table':
      'The mapping reads the table “{table}”, which the project does not have. Import it, or choose another table.',
    'data.unknown-column':
      'The mapping reads the column “{column}”, which the table “{table}” does not have. Choose another column.',
    'data.bad-zone':
      '“{zone}” is not a time zone that this browser knows. Choose one such as Europe/Berlin or Asia/Shanghai.',
  },
  zh: {
    'data.bad-name': '名称“{name}”含有 NUL 字符，表名和列名中不能使用。请在文件中改名。',
    'data.unknown-table': '字段映射引用了表“{table}”，但项目中没有这张表。请导入它，或选择其他表。',
    'data.unknown-column': '字段映射引用了列“{column}”，但表“{table}”中没有这一列。请选择其他列。',
    'data.bad-zone': '此浏览器不认识时区“{zone}”。请选择例如 Europe/Berlin 或 Asia/Shanghai。',
  },
} satisfies ErrorTexts;
