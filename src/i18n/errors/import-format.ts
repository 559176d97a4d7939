import type { ErrorTexts } from './types.ts';

/** Errors and notices of the single formats: JSON, XES, Parquet, Arrow. */
export const importFormatErrors = {
  en: {
    'import.xes-empty-traces':
      '{count} {count|trace has|traces have} no events and {count|makes|make} no row; {count|it is|they are} counted as skipped.',
    'import.xes-defaults':
      '{count} {count|value was|values were} left out of the log’s events or traces and stand as the default that the log declares. Check whether a default such as “name” or “UNKNOWN” means anything to you.',
    'import.repeated-keys':
      '{count} {count|key comes|keys come} more than once in the same object; the last value was kept, as JSON readers do. Look there if a value seems wrong.',
    'import.json-path': 'The rows are the elements of “{path}” in {file}. What stands beside that array was left out.',
    'import.json-too-deep':
      '{file} nests arrays and objects more than {most} deep on line {line}. No table has that shape: export the records alone.',
    'import.json-too-long':
      '{file} is one JSON object of more than {most} bytes, which has to be held whole. Export its records as NDJSON, one a line.',
    'import.reason.not-an-array': 'It is valid JSON, but no array as the records before it.',
    'import.replaced-characters':
      '{count} {count|character|characters} in {file} {count|is half of a pair|are halves of pairs} that belong together (lone surrogates), which no text can hold; each stands as “�”.',
  },
  zh: {
    'import.xes-empty-traces': '有 {count} 个案例没有事件，因此不产生行，已计为跳过。',
    'import.xes-defaults':
      '日志的事件或案例中缺少 {count} 个值，已采用日志声明的默认值。请确认“name”“UNKNOWN”之类的默认值是否有意义。',
    'import.repeated-keys':
      '有 {count} 个键在同一对象中重复出现；与通常的 JSON 读取方式一样，保留了最后一个值。如果数值可疑，请查看这些位置。',
    'import.json-path': '各行取自 {file} 中的数组“{path}”，该数组之外的内容未导入。',
    'import.json-too-deep': '{file} 第 {line} 行的数组和对象嵌套超过 {most} 层。表格不会是这种形状：请只导出记录本身。',
    'import.json-too-long':
      '{file} 是一个超过 {most} 字节的 JSON 对象，必须整体读入内存。请将记录导出为 NDJSON，每行一条。',
    'import.reason.not-an-array': '是有效的 JSON，但不像前面的记录那样是数组。',
    'import.replaced-characters':
      '{file} 中有 {count} 个字符只是代理对的一半（孤立代理项），文本无法保存，已用“�”代替。',
  },
} satisfies ErrorTexts;
