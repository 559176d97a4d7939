import type { ErrorTexts } from './types.ts';

/** Errors and notices about encodings, access logs and files of fixed width. */
export const importEncodingErrors = {
  en: {
    'import.unsupported-encoding':
      'The file is written in {encoding}, which can’t be read here. Convert it to UTF-8 and import that; or name its encoding, if it is another one.',
    'import.encoding-near':
      '{file} is not valid UTF-8 and was read as {encoding}; it could also be {alternatives}. If letters look wrong, import it again with one of these.',
    'import.broken-bytes':
      '{file} was read as {encoding}, but {count} {count|place holds|places hold} bytes that are no text in it and {count|reads|read} “\ufffd” now; the first on line {lines}. Export the file again if these values matter.',
    'import.nul-bytes':
      '{file} holds {count} NUL {count|character|characters}, which no text needs. They were kept; a program that writes fixed-size fields, or a damaged disk, may have left them.',
    'import.reason.not-a-log-line': 'It does not have the form of the other lines of this access log.',
    'import.reason.crosses-columns': 'It has text where the columns of this file are apart.',
  },
  zh: {
    'import.unsupported-encoding':
      '该文件使用 {encoding} 编码，此处无法读取。请转换为 UTF-8 后再导入；如果实际是其他编码，请指明。',
    'import.encoding-near':
      '{file} 不是有效的 UTF-8，已按 {encoding} 读取；也可能是 {alternatives}。如果文字显示不正确，请改用其中一种重新导入。',
    'import.broken-bytes':
      '{file} 已按 {encoding} 读取，但有 {count} 处字节不符合该编码，现显示为“\ufffd”；最先出现在第 {lines} 行。如果这些值很重要，请重新导出该文件。',
    'import.nul-bytes':
      '{file} 中有 {count} 个 NUL 字符，文本通常不需要它们。已原样保留；可能来自写定长字段的程序，或磁盘损坏。',
    'import.reason.not-a-log-line': '与该访问日志其他行的格式不同。',
    'import.reason.crosses-columns': '在各列之间的空白处有文字。',
  },
} satisfies ErrorTexts;
