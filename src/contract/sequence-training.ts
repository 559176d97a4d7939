import * as v from 'valibot';
import { trainingEntries, trainingTexts } from './training.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** What all networks over sequences are set by: spread into the parameters of each of them. */
export const sequenceEntries = {
  ...trainingEntries,
  /** Items read at most. */
  length: v.optional(whole(2, 200), 50),
  /** Learns from all of long histories, in runs of that length; else from the last run of each, which takes less time and teaches less. */
  throughout: v.optional(v.boolean(), true),
  /** With no more items than this, one that came is told from all others; else from the batch's and from `negatives` that are drawn. */
  allUpTo: v.optional(whole(0, 100_000), 5000),
  negatives: v.optional(whole(1, 16_384), 1024),
  alpha: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.5),
} as const;

export type SequenceTraining = v.InferOutput<v.ObjectSchema<typeof sequenceEntries, undefined>>;

/** The texts of `sequenceEntries`. */
export const sequenceTexts = {
  en: {
    ...trainingTexts.en,
    'param.earlyStopping': 'Stop early, judged by the last items of users or sessions, a tenth of all at most',
    'param.batchSize': 'Users or sessions per batch',
    'param.length': 'Last items that are read',
    'param.throughout': 'Learn from all of a long history, not only from its last items',
    'param.allUpTo': 'Compare with all items, if there are at most so many',
    'param.negatives': 'Else: compare with so many drawn items',
    'param.alpha': 'Drawn by popularity to the power of (0: all alike)',
  },
  zh: {
    ...trainingTexts.zh,
    'param.earlyStopping': '提前停止（以用户或会话的最后一项评判，最多占全部的十分之一）',
    'param.batchSize': '每批用户或会话数',
    'param.length': '最多读取最近多少项',
    'param.throughout': '学习长历史的全部内容，而不仅是最近的部分',
    'param.allUpTo': '商品不超过此数时与全部商品比较',
    'param.negatives': '否则与多少个抽取的商品比较',
    'param.alpha': '按热度的几次方抽取（0 为均等）',
  },
} as const;
