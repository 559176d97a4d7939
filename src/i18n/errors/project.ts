import type { ErrorTexts } from './types.ts';

/** Errors and notices about the project that is open: who may change it, and what became of it. */
export const projectErrors = {
  en: {
    'project.read-only':
      'This project can’t be changed here now: another tab writes it, or something on disk is damaged, or a newer version has taken over. The line under the header says what to do.',
    'project.given-over': 'Another tab writes this project now. This one shows what that one does.',
    'project.continued-as-copy':
      'Another tab has changed “{name}” while this one did not answer. What you did here goes on as “{copy}”; nothing of either is lost.',
    'project.written-again':
      '“{name}” was no longer on disk: the browser has removed it. It was in memory still, and is written again.',
    'project.erased-elsewhere': 'The project was erased in another tab. This tab goes on with an empty one.',
    'project.open-elsewhere': 'Another tab has this project open. Close it there, or take it over first.',
    'project.not-opened':
      '“{name}” could not be opened ({code} {detail}). It stays on disk as it is; another project is open.',
    'project.switching': 'Another project is just being opened. Try again when it is there.',
    'project.bad-part':
      'This can’t be the project’s {part}. behold.part(“{part}”) shows its form; a name has 200 characters at most.',
    'project.left-newer':
      '“{name}” was written by a newer version of Behold. This version leaves it as it is: reload the page to update, then open it.',
    'project.no-disk':
      'This browser keeps nothing on disk for the page ({message}). Save the project to a file before you close it.',
    'project.template-filled':
      'The template’s table “{table}” is there with {rows} rows: its roles and cleaning steps were applied.',
    'project.template-differs':
      '“{table}” is not what the template waits for: “{awaited}” also has the columns {columns}. Rename them in your file, or import another.',
    'history.no-longer-possible':
      'This change ({kind}) can’t be taken back any more, as what it rested on is gone ({code}). It was left out of the history.',
    'sql.not-kept':
      'CREATE {what} makes something that is not kept with the project, and would be gone after a reload. Use a table, a view or a macro.',
  },
  zh: {
    'project.read-only':
      '现在无法在此更改该项目：另一个标签页正在写入，或磁盘上有内容损坏，或新版本已接管。标题栏下方的提示说明了该怎么做。',
    'project.given-over': '现在由另一个标签页写入此项目。本标签页会同步显示那边的内容。',
    'project.continued-as-copy':
      '本标签页未响应期间，另一个标签页更改了“{name}”。您在这里所做的内容将以“{copy}”继续；两边都没有丢失。',
    'project.written-again': '“{name}”已不在磁盘上：浏览器已将其移除。内存中仍有完整内容，现已重新写入。',
    'project.erased-elsewhere': '该项目已在另一个标签页中被抹除。本标签页将使用一个空项目。',
    'project.open-elsewhere': '另一个标签页打开了此项目。请先在那边关闭，或先接管。',
    'project.not-opened': '无法打开“{name}”（{code} {detail}）。它原样保留在磁盘上；已打开另一个项目。',
    'project.switching': '正在打开另一个项目。请等它打开后再试。',
    'project.bad-part': '这不能作为项目的 {part}。behold.part(“{part}”) 会显示其形式；名称最多 200 个字符。',
    'project.left-newer': '“{name}”由更新版本的 Behold 写入。当前版本不会改动它：请重新加载页面以更新，然后再打开。',
    'project.no-disk': '此浏览器不为本页面在磁盘上保存任何内容（{message}）。请在关闭前将项目保存为文件。',
    'project.template-filled': '模板等待的表“{table}”已就位，共 {rows} 行：其字段映射和清洗步骤已应用。',
    'project.template-differs':
      '“{table}”不是模板所等待的表：“{awaited}”还需要这些列：{columns}。请在文件中重命名，或导入另一个文件。',
    'history.no-longer-possible':
      '这项更改（{kind}）已无法撤销，因为它所依据的内容已不存在（{code}）。它已从历史记录中移除。',
    'sql.not-kept': 'CREATE {what} 创建的内容不会随项目保存，重新加载后就会消失。请改用表、视图或宏。',
  },
} satisfies ErrorTexts;
