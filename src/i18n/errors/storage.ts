import type { ErrorTexts } from './types.ts';

/** Errors about keeping projects on this machine. */
export const storageErrors = {
  en: {
    'storage.unavailable':
      'This browser’s storage did not answer ({detail}). Save the project file now, reload the page, and check that the browser allows this site to keep data.',
    'storage.full':
      'The disk has no room: {needed} bytes are needed, and {free} are free. What was saved before is untouched. Free some space or delete a project, or save this one as a project file.',
    'storage.write-failed':
      '{file} could not be written so that it reads back the same ({detail}). What was saved before is untouched. Try again; if it fails again, save the project file and check the disk.',
    'storage.conflict':
      'This project was changed in another tab: it now stands at {found}, not at {expected}. Nothing was overwritten. Reload it to go on from there.',
    'storage.damaged':
      '{file} is damaged on the disk ({reason}), and no other whole copy was found. Open the project file that you saved last, if you have one.',
    'storage.unknown-project':
      'No project {id} is kept in this browser. It may have been deleted in another tab, or the browser may have cleared its data; open its project file instead.',
  },
  zh: {
    'storage.unavailable':
      '浏览器的存储没有响应（{detail}）。请立即保存项目文件，然后刷新页面，并确认浏览器允许本站保存数据。',
    'storage.full':
      '磁盘空间不足：需要 {needed} 字节，可用 {free} 字节。之前保存的内容未受影响。请腾出空间或删除某个项目，也可以把当前项目另存为项目文件。',
    'storage.write-failed':
      '{file} 写入后读回的内容不一致或写入失败（{detail}）。之前保存的内容未受影响。请重试；如果仍然失败，请保存项目文件并检查磁盘。',
    'storage.conflict':
      '该项目已在另一个标签页中更改：当前为第 {found} 版，而不是第 {expected} 版。没有覆盖任何内容。请重新载入后继续。',
    'storage.damaged':
      '磁盘上的 {file} 已损坏（{reason}），也没有找到其他完好的副本。如果有，请打开最近保存的项目文件。',
    'storage.unknown-project':
      '此浏览器中没有项目 {id}。它可能已在另一个标签页中删除，或浏览器清除了数据；请改为打开它的项目文件。',
  },
} satisfies ErrorTexts;
