import type { ErrorTexts } from './types.ts';

/** Errors about saved projects and project files. */
export const projectFileErrors = {
  en: {
    'project.not-a-project': 'This file is no saved Behold project. Choose a file that Behold saved.',
    'project.newer':
      'This project was saved by a newer version of Behold (format {format}; this version knows {known}). Reload the page to update, then open it.',
    'project.damaged':
      'The saved project is damaged ({detail}). Nothing was opened, and your present project is as it was. Use another copy of the file.',
    'project.encrypted': 'This project file is encrypted. Enter the passphrase that it was saved with.',
    'project.wrong-passphrase':
      'The passphrase does not open this project file. Check capital letters and spaces, and enter it again.',
    'project.empty-passphrase': 'The passphrase is empty. Enter one, or save the project without encryption.',
    'project.file-damaged':
      'What is kept on this machine for “{name}” ({part}) is not as it was written, so no whole project file can be made of it. Save without the data, or reopen the project and accept what is whole.',
    'project.too-large':
      '{name} has {bytes} bytes, more than one part of a project file may have. Split the table, and save again.',
  },
  zh: {
    'project.not-a-project': '此文件不是 Behold 保存的项目。请选择由 Behold 保存的文件。',
    'project.newer':
      '此项目由更新版本的 Behold 保存（格式 {format}，当前版本支持到 {known}）。请刷新页面完成更新后再打开。',
    'project.damaged': '保存的项目已损坏（{detail}）。未打开任何内容，您当前的项目保持原样。请改用该文件的其他副本。',
    'project.encrypted': '此项目文件已加密。请输入保存时使用的口令。',
    'project.wrong-passphrase': '口令无法打开此项目文件。请检查大小写和空格后重新输入。',
    'project.empty-passphrase': '口令为空。请输入口令，或选择不加密保存项目。',
    'project.file-damaged':
      '本机上为“{name}”（{part}）保存的内容与写入时不一致，因此无法据此生成完整的项目文件。请不带数据保存，或重新打开项目并接受完好的部分。',
    'project.too-large': '{name} 有 {bytes} 字节，超过项目文件单个部分的上限。请拆分该表后再保存。',
  },
} satisfies ErrorTexts;
