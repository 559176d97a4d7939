import type { ErrorTexts } from './types.ts';

/** Errors and notices about bringing files into the engine: their choice, their size, their common table. */
export const importEngineErrors = {
  en: {
    'import.too-large':
      '{file} would take about {needed} MB as a table ({rows} rows), and {free} MB are free. Import fewer columns, a time range, or a sample of at most {share} of the rows; or drop tables that you don’t need.',
    'import.out-of-memory':
      'The table grew beyond the engine’s memory near row {rows}, and was given up; nothing of it is left. Import fewer columns, a time range or a sample, or drop tables that you don’t need. DuckDB says: {message}',
    'import.bad-choice':
      'The option {option} can’t be “{value}”. Name columns of the file, ISO times, or a share above 0 and up to 1.',
    'import.unknown-choice':
      'The options choose by a column that the file doesn’t have. Check the names of columns. DuckDB says: {message}',
    'import.left-out':
      'As you asked, {rows} {rows|row|rows} and {columns} {columns|column|columns} were left out; {kept} {kept|row was|rows were} kept. What is said of columns is about the whole file.',
    'import.renamed-columns':
      '{count} {count|column has|columns have} no name of their own in the header, and got one: {names}.',
    'import.member-empty': '{file} is empty and was passed over.',
    'import.member-unsupported': '{file} looks like {format} and was passed over; the archive’s other files were read.',
    'import.joined-as-text':
      'Column {column} is text, as the files differ: {files}. Correct those that don’t fit, and import again, or clean the column.',
    'import.joined-files': '{count} files have the same columns and went into one table: {files}.',
  },
  zh: {
    'import.too-large':
      '{file} 作为表约需 {needed} MB（{rows} 行），而可用的只有 {free} MB。请只导入部分列、一段时间或至多 {share} 的行抽样；也可删除不需要的表。',
    'import.out-of-memory':
      '读到约第 {rows} 行时，表超出了引擎的内存，已放弃，未留下任何数据。请只导入部分列、一段时间或抽样，或删除不需要的表。DuckDB 提示：{message}',
    'import.bad-choice': '选项 {option} 不能是“{value}”。请给出文件中的列名、ISO 时间，或大于 0 且不超过 1 的比例。',
    'import.unknown-choice': '选项所用的列不在文件中。请检查列名。DuckDB 提示：{message}',
    'import.left-out': '按你的要求，略去了 {rows} 行、{columns} 列，保留 {kept} 行。关于各列的说明针对整个文件。',
    'import.renamed-columns': '表头中有 {count} 列没有自己的名称，已为其命名：{names}。',
    'import.member-empty': '{file} 是空文件，已略过。',
    'import.member-unsupported': '{file} 看起来是 {format}，已略过；压缩包中的其他文件已读取。',
    'import.joined-as-text': '各文件不一致，列 {column} 保留为文本：{files}。请更正不符的文件后重新导入，或清洗该列。',
    'import.joined-files': '{count} 个文件的列相同，已合为一个表：{files}。',
  },
} satisfies ErrorTexts;
