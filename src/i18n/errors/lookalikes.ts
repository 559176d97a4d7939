import type { ErrorTexts } from './types.ts';

/** Errors of the search for similar users. */
export const lookalikesErrors = {
  en: {
    'lookalikes.nobody':
      'No user of this log is meant, so that there is nobody to be like ({users}). Name users as they stand in the log, or choose an event that someone did.',
  },
  zh: {
    'lookalikes.nobody':
      '日志中没有符合条件的用户，因此无法寻找相似者（{users}）。请填写日志中存在的用户，或选择有人做过的事件。',
  },
} satisfies ErrorTexts;
