import type { ErrorTexts } from './types.ts';

/** What the page says about imports beside the engine's own errors. */
export const importPageErrors = {
  en: {
    'import.files-gone': 'The file of {table} is no longer at hand. Choose it again to read it with other settings.',
    'import.members-read': '{file}: all {n} {n|member was|members were} read: {read}.',
    'import.members-left': '{file}: of its members {n} {n|was|were} read: {read}. Not read: {left}.',
    'import.sheets-left':
      '{file}: read {read}; not read: {left}. To read another sheet, open the file once more by “Import with options…”.',
    'import.kept-beside':
      'The files were read in different ways, so {table} could not be replaced in one go: it stays, and the new table is beside it.',
  },
  zh: {
    'import.files-gone': '{table} 的原文件已不在手边。请重新选择文件，再用其他设置读取。',
    'import.members-read': '{file}：已读取全部 {n} 个成员：{read}。',
    'import.members-left': '{file}：已读取 {n} 个成员：{read}；未读取：{left}。',
    'import.sheets-left': '{file}：已读取 {read}；未读取：{left}。如需其他工作表，请用“按选项导入…”再次打开该文件。',
    'import.kept-beside': '各文件的读取方式不同，无法一次替换 {table}：原表保留，新表放在其旁边。',
  },
} satisfies ErrorTexts;
