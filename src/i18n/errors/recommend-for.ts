import type { ErrorTexts } from './types.ts';

/** Errors of recommending to somebody in particular. */
export const recommendForErrors = {
  en: {
    'recommend.unknown-user':
      'There is no user “{user}” among the {users} of this log. Write the name as it stands in the log, or leave it empty and name items instead.',
    'recommend.unknown-items':
      'None of these is an item of this project: {items}. Write keys or titles as they stand in the log or the catalogue.',
  },
  zh: {
    'recommend.unknown-user': '日志的 {users} 个用户中没有“{user}”。请按日志中的写法填写，或留空并改为填写商品。',
    'recommend.unknown-items': '以下内容都不是本项目中的商品：{items}。请按日志或目录中的编号或名称填写。',
  },
} satisfies ErrorTexts;
