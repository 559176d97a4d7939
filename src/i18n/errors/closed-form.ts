import type { ErrorTexts } from './types.ts';

/** Errors of the recommenders that count, compare and invert. */
export const closedFormErrors = {
  en: {
    'recommend.no-segments':
      'People cannot be told apart by “{segment}”: the data has no such attribute or category. Choose another attribute, map the column, or take the popularity with everyone.',
    'recommend.too-many-items':
      '{algorithm} compares each of {items} items with every other, which would take {gigabytes} GB; it takes at most {most} items. Raise “Fewest users of an item” (`minPerItem`) so that fewer are left, or choose item neighbours or ALS (`item-knn`, `als`).',
    'recommend.not-invertible':
      'The matrix of the items has no inverse in the numbers of this machine. Raise the strength of the penalty.',
    'model.thread-lost': 'A thread that computed ended ({message}). Run it again; if it stays, reload the page.',
  },
  zh: {
    'recommend.no-segments':
      '无法按“{segment}”划分用户：数据中没有这个属性或类别。请选择其他属性、映射该列，或改用所有人的热度。',
    'recommend.too-many-items':
      '{algorithm} 要把 {items} 个商品两两比较，需要 {gigabytes} GB 内存；它最多处理 {most} 个商品。请提高“每个商品的最少用户数”（`minPerItem`）以减少商品，或改用商品近邻或 ALS（`item-knn`、`als`）。',
    'recommend.not-invertible': '商品矩阵在本机的数值精度下不可逆。请提高惩罚强度。',
    'model.thread-lost': '一个计算线程意外结束（{message}）。请重新运行；若仍出现，请刷新页面。',
  },
} satisfies ErrorTexts;
