import type { ErrorTexts } from './types.ts';

/** Errors of the page of an item. */
export const itemPageErrors = {
  en: {
    'item-page.unknown':
      'No basket holds an item “{item}”. Write its key or its title as in the data, choose other events, or leave the field empty for the item in most baskets.',
  },
  zh: {
    'item-page.unknown':
      '没有购物篮包含商品“{item}”。请按数据中的写法填写编号或名称、选择其他事件，或留空以显示出现最多的商品。',
  },
} satisfies ErrorTexts;
