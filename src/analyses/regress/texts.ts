import { learningTexts } from '../../features/study/learning-texts.ts';
import { studyTexts } from '../../features/study/texts.ts';
import { estimatorTexts } from '../../models/specs.ts';
import { offered } from './params.ts';

const own = {
  en: {
    title: 'Predict how much',
    about:
      'How often, or how much: a number predicted for each user, or any numeric column of a table. Judged on rows the model has not seen, beside the mean, with its reasons.',
    'amount.title': 'The highest, in {groups} {groups|group|equal groups}',
    'amount.sentence':
      '{question} The model explains {r2} % of the variance on rows it has not seen (R², ± {sd} over folds); it is off by {mae} on average; always saying the median, by {baseline}.',
    'amount.useless':
      '{question} The model does no better than always giving the same answer: R² {r2} % (± {sd} over folds), off by {mae} on average against {baseline}. Don’t rely on it.',
    'decile.label': '{predicted}',
    'decile.label.observed': '{predicted} ({observed})',
    'column.rows': 'Scored now',
    'column.predicted.mean': 'Mean prediction',
    'column.observed': 'Observed out of fold',
    'axis.predicted': 'mean prediction (in brackets: observed out of fold)',
    'points.title': 'Predicted against observed',
    'points.sentence':
      '{n} rows, each predicted by a model that has not seen it. On the line the two would be equal; the median row is off by {median}.',
    'points.definition': 'Out of fold; at most 1,000 rows, drawn by the seed.',
    'axis.observed': 'observed',
    'column.point.predicted': 'Predicted',
    'column.point.observed': 'Observed',
  },
  zh: {
    title: '预测多少',
    about:
      '多少次，或多少金额：为每个用户预测一个数字，或预测表中任意数值列。用模型未见过的行检验，与均值并列，并给出理由。',
    'amount.title': '最高者（等分为 {groups} 组）',
    'amount.sentence':
      '{question}在未见过的行上，模型解释了 {r2}% 的方差（R²，各折 ± {sd}）；平均误差为 {mae}，一律说中位数则为 {baseline}。',
    'amount.useless':
      '{question}模型并不比一律给出同一答案更好：R² 为 {r2}%（各折 ± {sd}），平均误差为 {mae}，后者为 {baseline}。请勿依赖。',
    'decile.label': '{predicted}',
    'decile.label.observed': '{predicted}（{observed}）',
    'column.rows': '当前评分数',
    'column.predicted.mean': '平均预测值',
    'column.observed': '折外实际均值',
    'axis.predicted': '平均预测值（括号内为折外实际值）',
    'points.title': '预测与实际',
    'points.sentence': '{n} 行，每一行都由未见过它的模型预测。落在线上表示两者相等；中位误差为 {median}。',
    'points.definition': '折外；最多 1,000 行，由种子抽取。',
    'axis.observed': '实际',
    'column.point.predicted': '预测',
    'column.point.observed': '实际',
  },
};

const named = estimatorTexts('estimator', offered);

/** Every text of the analysis, in both languages. */
export const texts = {
  en: { ...named.en, ...studyTexts.en, ...learningTexts.en, ...own.en },
  zh: { ...named.zh, ...studyTexts.zh, ...learningTexts.zh, ...own.zh },
};

export type TextKey = keyof typeof own.en | keyof typeof studyTexts.en;
