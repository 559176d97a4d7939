import type { ErrorTexts } from './types.ts';

/** Notices about projects on the page. */
export const projectsPageErrors = {
  en: {
    'project.undone': 'Undone: {change}.',
    'project.redone': 'Done again: {change}.',
    'project.file-unreadable':
      '{file} is damaged: not all that it holds can be read. Nothing was opened, and your present project is as it was. Use another copy of the file.',
    'project.file-foreign': '{file} is no saved Behold project. Choose a file that Behold saved.',
    'project.file-newer':
      '{file} was saved by a newer version of Behold (format {format}; this version knows {known}). Reload the page to update, then open it.',
    'project.file-locked': 'The passphrase does not open {file}. Open the file again, and enter another one.',
    'project.not-exported':
      'Not in the zip, as this version can’t open {n|it|them}: {names}. The other projects are in it.',
  },
  zh: {
    'project.undone': '已撤销：{change}。',
    'project.redone': '已重做：{change}。',
    'project.file-unreadable':
      '{file} 已损坏，其中的内容无法完整读取。未打开任何内容，您当前的项目保持原样。请改用该文件的其他副本。',
    'project.file-foreign': '{file} 不是 Behold 保存的项目。请选择由 Behold 保存的文件。',
    'project.file-newer':
      '{file} 由更新版本的 Behold 保存（格式 {format}，当前版本支持到 {known}）。请刷新页面完成更新后再打开。',
    'project.file-locked': '口令无法打开 {file}。请重新打开该文件并输入其他口令。',
    'project.not-exported': '当前版本无法打开{n|该项目|这些项目}，未放入 zip：{names}。其余项目均已放入。',
  },
} satisfies ErrorTexts;
