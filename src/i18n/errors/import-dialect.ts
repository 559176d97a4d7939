import type { ErrorTexts } from './types.ts';

/** Errors and notices about how delimited text is written. */
export const importDialectErrors = {
  en: {
    'import.bad-delimiter':
      'The delimiter can’t be “{value}”. Give one or more characters without quotes and line breaks, such as a comma, a tab (\\t) or “||”.',
    'import.no-such-part':
      '{file} holds {parts} {parts|table|tables}, so there is no table {part}. Choose a number from 1 to {parts}.',
    'import.skipped-lines':
      'The first {count} {count|line is|lines are} not part of the table and {count|was|were} passed over. If they hold data, import again with 0 lines to skip.',
    'import.header-rows':
      'The names of the columns were joined from {count} rows. If some of them are data, import again and say how many rows of names there are.',
    'import.header-width':
      'The header has {names} {names|name|names} and the table {width} {width|column|columns}. Check that each name stands above its own values.',
    'import.dialect-near':
      'The file was read with the delimiter {delimiter}; {near} would fit nearly as well. If the columns look wrong, import again and name the delimiter.',
    'import.one-column':
      'The table has a single column, though many lines hold delimiters. Tried were: {tried} . If the lines should be split, import again and name the delimiter.',
    'import.several-tables':
      'The file holds {parts} tables, of which one was read. The others begin on line {where}. Import again with the number of a table to read that one.',
    'import.repaired-quotes':
      'In {count} {count|record|records}, a quote that nothing closes or that stands inside a value was taken as text; the first is on line {line}: {text}',
    'import.padded-records':
      '{count} {count|record leaves|records leave} out the last fields, which are empty in the table; the first is on line {line}: {text}',
    'import.trimmed-records':
      '{count} {count|record ends|records end} in more delimiters than the table has columns; nothing stood behind them. The first is on line {line}: {text}',
    'import.comment-lines':
      '{count} {count|line is a comment|lines are comments} and {count|was|were} passed over; the first is line {line}: {text}',
    'import.empty-rows':
      'At the end, {count} {count|record holds|records hold} nothing but delimiters and {count|was|were} passed over; the first is on line {line}.',
    'import.reason.footer': 'It stands alone below the table, as totals and notes do.',
  },
  zh: {
    'import.bad-delimiter':
      '分隔符不能是“{value}”。请给出一个或多个字符，不含引号和换行，如逗号、制表符（\\t）或“||”。',
    'import.no-such-part': '{file} 含有 {parts} 张表，没有第 {part} 张。请选择 1 到 {parts} 之间的数。',
    'import.skipped-lines': '开头 {count} 行不属于表，已跳过。如果其中有数据，请把跳过的行数设为 0 后重新导入。',
    'import.header-rows': '列名由 {count} 行拼接而成。如果其中有数据行，请指明表头行数后重新导入。',
    'import.header-width': '表头有 {names} 个名称，而表有 {width} 列。请核对每个名称是否对应自己的值。',
    'import.dialect-near':
      '已按分隔符 {delimiter} 读取；{near} 几乎同样合适。如果各列看起来不对，请指定分隔符后重新导入。',
    'import.one-column': '表只有一列，但许多行含有分隔符。已尝试：{tried} 。如果各行应当拆分，请指定分隔符后重新导入。',
    'import.several-tables':
      '文件含有 {parts} 张表，只读取了其中一张。其余的表开始于以下各行：{where}。如需读取，请指定表的序号后重新导入。',
    'import.repaired-quotes':
      '有 {count} 条记录中的引号未闭合或位于值的内部，已作为文字读取；第一条在第 {line} 行：{text}',
    'import.padded-records': '有 {count} 条记录省略了末尾的字段，这些字段在表中为空；第一条在第 {line} 行：{text}',
    'import.trimmed-records': '有 {count} 条记录末尾的分隔符多于表的列数，其后没有内容；第一条在第 {line} 行：{text}',
    'import.comment-lines': '有 {count} 行是注释，已跳过；第一行是第 {line} 行：{text}',
    'import.empty-rows': '文件末尾有 {count} 条只含分隔符的记录，已跳过；第一条在第 {line} 行。',
    'import.reason.footer': '它单独位于表的下方，像合计行或附注。',
  },
} satisfies ErrorTexts;
