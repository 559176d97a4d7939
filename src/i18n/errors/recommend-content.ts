import type { ErrorTexts } from './types.ts';

/** Errors of recommenders that read what items are, and of those made of others. */
export const recommendContentErrors = {
  en: {
    'recommend.no-content':
      'Nothing that tells the {items} items from each other is mapped: no words, category or price that several share. Map a title, text, category or price of the items, or choose a recommender that learns from behaviour alone.',
    'recommend.no-member':
      'None of the recommenders to blend ({members}) can learn from this data. Choose others, or map what they read of the items: a title, text, category or price.',
  },
  zh: {
    'recommend.no-content':
      '没有映射任何可区分这 {items} 个商品的内容：没有多个商品共有的词语、类别或价格。请映射商品的标题、文本、类别或价格，或改用只从行为学习的推荐算法。',
    'recommend.no-member':
      '待融合的推荐算法（{members}）都无法从这份数据中学习。请换用其他算法，或映射它们要读取的商品信息：标题、文本、类别或价格。',
  },
} satisfies ErrorTexts;
