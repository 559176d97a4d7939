import type { ErrorTexts } from './types.ts';

/** Errors about the history of a project, and about which tab writes it. */
export const tabsErrors = {
  en: {
    'history.no-such-place':
      'The history has {changes} {changes|change|changes}, so there is no place {place} in it. Choose a whole number from 0 to {changes}.',
  },
  zh: {
    'history.no-such-place': '历史记录共有 {changes} 项更改，不存在位置 {place}。请选择 0 到 {changes} 之间的整数。',
  },
} satisfies ErrorTexts;
