import type { ErrorTexts } from './types.ts';

/** Notices about projects on the page. */
export const projectsPageErrors = {
  en: {
    'project.undone': 'Undone: {change}.',
    'project.redone': 'Done again: {change}.',
    'project.not-exported':
      'Not in the zip, as this version can’t open {n|it|them}: {names}. The other projects are in it.',
  },
  zh: {
    'project.undone': '已撤销：{change}。',
    'project.redone': '已重做：{change}。',
    'project.not-exported': '当前版本无法打开{n|该项目|这些项目}，未放入 zip：{names}。其余项目均已放入。',
  },
} satisfies ErrorTexts;
