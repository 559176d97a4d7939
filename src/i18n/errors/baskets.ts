import type { ErrorTexts } from './types.ts';

/** Errors of baskets and their rules. */
export const basketErrors = {
  en: {
    'baskets.no-order':
      'Nothing in the log names an order: no session is mapped, and no property is called like an order number. Choose a property under “Order is named by”, or take sessions, days or users as baskets.',
    'baskets.no-category': 'No category is mapped for items. Map one on the Data page, or look at single items.',
    'baskets.no-baskets':
      'There is no basket: none of {events} {events|event|events} that fit has both an item and a basket. Choose other events or another kind of basket.',
    'baskets.too-many':
      'At a support of {support}, more than {most} sets of items are frequent. Raise the least support to {enough}, or allow fewer items in a set.',
    'baskets.too-many-rules':
      'The frequent sets allow {rules} rules, more than the {most} that can be tested. Raise the least support, or allow fewer items in a set or on the right side of a rule.',
    'baskets.unknown-items': 'None of these items is in a basket: {items}. Give items by their id or their title.',
    'baskets.no-basket-of':
      'The user “{user}” has no basket. Check the name, or choose other events or another kind of basket.',
  },
  zh: {
    'baskets.no-order':
      '日志中没有标明订单的字段：未映射会话，也没有名称像订单号的属性。请在“订单由此属性标明”中选择一个属性，或以会话、用户的一天或用户为购物篮。',
    'baskets.no-category': '没有为商品映射类别。请在“数据”页映射类别，或按单个商品分析。',
    'baskets.no-baskets':
      '没有购物篮：符合条件的 {events} 个事件中，没有一个既有商品又属于某个购物篮。请选择其他事件或另一种购物篮。',
    'baskets.too-many':
      '在支持度 {support} 下，频繁项集超过 {most} 个。请将最小支持度提高到 {enough}，或减少每个项集的商品数。',
    'baskets.too-many-rules':
      '频繁项集可产生 {rules} 条规则，超过可检验的 {most} 条。请提高最小支持度，或减少项集或规则右侧的商品数。',
    'baskets.unknown-items': '这些商品都不在任何购物篮中：{items}。请按编号或名称填写商品。',
    'baskets.no-basket-of': '用户“{user}”没有购物篮。请检查名称，或选择其他事件或另一种购物篮。',
  },
} satisfies ErrorTexts;
