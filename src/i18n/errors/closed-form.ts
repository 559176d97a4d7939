import type { ErrorTexts } from './types.ts';

/** Errors of the recommenders that count, compare and invert. */
export const closedFormErrors = {
  en: {
    'recommend.no-segments':
      'People cannot be told apart by “{segment}”: the data has no such attribute or category. Choose another attribute, map the column, or take the popularity with everyone.',
    'recommend.not-invertible':
      'The matrix of the items has no inverse in the numbers of this machine. Raise the strength of the penalty.',
    'model.thread-lost': 'A thread that computed ended ({message}). Run it again; if it stays, reload the page.',
  },
  zh: {
    'recommend.no-segments':
      '无法按“{segment}”划分用户：数据中没有这个属性或类别。请选择其他属性、映射该列，或改用所有人的热度。',
    'recommend.not-invertible': '商品矩阵在本机的数值精度下不可逆。请提高惩罚强度。',
    'model.thread-lost': '一个计算线程意外结束（{message}）。请重新运行；若仍出现，请刷新页面。',
  },
} satisfies ErrorTexts;
