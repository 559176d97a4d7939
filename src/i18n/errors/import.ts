import type { ErrorTexts } from './types.ts';

/** Errors and notices about reading files. */
export const importErrors = {
  en: {
    'import.empty-file': '{file} is empty. Choose a file that holds at least a header line or one record.',
    'import.unreadable-file':
      '{file} could not be read; it may have been moved or changed since it was chosen. Choose it again.',
    'import.damaged-file':
      '{file} is damaged: its {format} data could not be decoded ({detail}). Fetch or export the file again.',
    'import.unsupported-format':
      '{file} looks like {format}, which can’t be imported. Save it as CSV, JSON or Parquet, and import that.',
    'import.bad-json':
      '{file} is not valid JSON on line {line}, at “{text}”. Correct it there, or export it as NDJSON, where bad lines are set aside one by one.',
    'import.no-objects': '{file} holds no JSON objects, so it has no columns. Each record must be an object.',
    'import.too-many-columns':
      'The records have more than {most} different keys; the next is {column}. Turn keys that are data into values, and import again.',
    'import.unknown-encoding':
      'No encoding is called “{encoding}”. Use a name such as utf-8, gb18030, windows-1252 or shift_jis.',
    'import.wrong-encoding':
      '{file} holds bytes that {encoding} doesn’t allow. Leave the encoding open to have it guessed, or name another one.',
    'import.bad-option':
      'The option {option} can’t be “{value}”. Give exactly one ASCII character, such as a comma, a semicolon, a bar or a tab.',
    'import.file-changed':
      '{file} changed while it was being read. Import it again when nothing writes to it any more.',
    'import.does-not-reconcile':
      '{file} holds {records} records, but {rows} rows, {rejected} rejected and {skipped} skipped ones were counted, on {accounted} of its {lines} lines. Nothing was imported; please report this file.',
    'import.encoding-guessed':
      '{file} is not valid UTF-8 and was read as {encoding}. If letters look wrong, import it again and name its encoding.',
    'import.rejected-records':
      '{count} {count|record does|records do} not fit the table and {count|was|were} set aside; the first begins on line {line}. The import ledger lists them with the reason.',
    'import.reason.too-few-fields': 'It has fewer fields than the table has columns.',
    'import.reason.too-many-fields': 'It has more fields than the table has columns.',
    'import.reason.broken-quotes': 'A quote is not closed, or text follows a closing quote.',
    'import.reason.not-json': 'It is not valid JSON.',
    'import.reason.not-an-object': 'It is valid JSON, but no object with named values.',
    'import.rejected-values':
      'In column {column}, {count} {count|value|values} could not be read as {type} and {count|is|are} empty in the table. By line: {examples}. Read the column as text to keep them.',
    'import.unknown-column': 'A type was given for the column {column}, which the file doesn’t have. Check the name.',
    'import.mixed-column':
      'Column {column} stays text: of {values} values, {misfits} can’t be read as {type}; the first, “{text}”, is on line {line}. Set the column’s type to convert the others and empty these.',
    'import.digits-kept':
      'Column {column} stays text: of {values} values, {misfits} would lose digits as {type}; the first, “{text}”, is on line {line}. Set the column’s type if they are no identifiers.',
    'import.ambiguous-dates':
      'Column {column} stays text: of its {values} dates, {dmy} can be read as day/month/year and {mdy} as month/day/year. Say which order is meant, and import again.',
    'import.mixed-zones':
      'Column {column} has {zoned} times with a zone and {plain} without, which were taken as UTC. If those are local times, correct them before you import.',
  },
  zh: {
    'import.empty-file': '{file} 是空文件。请选择至少含有表头或一条记录的文件。',
    'import.unreadable-file': '无法读取 {file}；选择之后它可能被移动或修改过。请重新选择。',
    'import.damaged-file': '{file} 已损坏：其中的 {format} 数据无法解码（{detail}）。请重新下载或导出该文件。',
    'import.unsupported-format': '{file} 看起来是 {format}，无法导入。请另存为 CSV、JSON 或 Parquet 后再导入。',
    'import.bad-json':
      '{file} 第 {line} 行的“{text}”处不是有效的 JSON。请在该处更正，或导出为 NDJSON：其中的错误行会逐条搁置。',
    'import.no-objects': '{file} 中没有 JSON 对象，因此没有列。每条记录都应是一个对象。',
    'import.too-many-columns': '记录中不同的键超过 {most} 个；下一个是 {column}。请把作为数据的键改为值，再重新导入。',
    'import.unknown-encoding': '没有名为“{encoding}”的编码。请使用 utf-8、gb18030、windows-1252、shift_jis 等名称。',
    'import.wrong-encoding': '{file} 中含有 {encoding} 不允许的字节。请不指定编码以便自动判断，或指定其他编码。',
    'import.bad-option': '选项 {option} 不能是“{value}”。请给出恰好一个 ASCII 字符，如逗号、分号、竖线或制表符。',
    'import.file-changed': '{file} 在读取过程中被修改。请在没有程序写入它之后重新导入。',
    'import.does-not-reconcile':
      '{file} 共有 {records} 条记录，但统计为 {rows} 行、{rejected} 条被拒、{skipped} 条跳过，占 {lines} 行中的 {accounted} 行，两者不符。未导入任何数据；请反馈此文件。',
    'import.encoding-guessed':
      '{file} 不是有效的 UTF-8，已按 {encoding} 读取。如果文字显示不正确，请指定编码后重新导入。',
    'import.rejected-records':
      '有 {count} 条记录与表结构不符，已搁置；第一条从第 {line} 行开始。导入台账列出了它们及原因。',
    'import.reason.too-few-fields': '字段数少于表的列数。',
    'import.reason.too-many-fields': '字段数多于表的列数。',
    'import.reason.broken-quotes': '引号没有闭合，或闭合引号之后还有文字。',
    'import.reason.not-json': '不是有效的 JSON。',
    'import.reason.not-an-object': '是有效的 JSON，但不是带名称的对象。',
    'import.rejected-values':
      '列 {column} 中有 {count} 个值无法读作 {type}，在表中为空。行号与原文：{examples}。如需保留，请把该列读作文本。',
    'import.unknown-column': '为列 {column} 指定了类型，但文件中没有这一列。请检查列名。',
    'import.mixed-column':
      '列 {column} 保留为文本：{values} 个值中有 {misfits} 个无法读作 {type}；第一个是第 {line} 行的“{text}”。如需转换其余的值并清空这些值，请指定该列的类型。',
    'import.digits-kept':
      '列 {column} 保留为文本：{values} 个值中有 {misfits} 个读作 {type} 会丢失数字；第一个是第 {line} 行的“{text}”。如果它们不是编号，请指定该列的类型。',
    'import.ambiguous-dates':
      '列 {column} 保留为文本：{values} 个日期中，{dmy} 个可读作“日/月/年”，{mdy} 个可读作“月/日/年”。请指明顺序后重新导入。',
    'import.mixed-zones':
      '列 {column} 中有 {zoned} 个时间带时区，{plain} 个不带时区（已按 UTC 处理）。如果后者是当地时间，请先更正再导入。',
  },
} satisfies ErrorTexts;
