import * as v from 'valibot';
import { defineRecommender } from '../../contract/recommender.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

export default defineRecommender({
  id: 'markov',
  family: 'sequence',
  feedback: ['implicit'],
  params: v.object({
    over: v.optional(v.picklist(['sessions', 'histories']), 'sessions'),
    order: v.optional(whole(1, 5), 2),
    reach: v.optional(whole(1, 50), 10),
    decay: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(1)), 0.8),
    halfLifeHours: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100_000)), 0),
    backOff: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(10_000)), 10),
  }),
  search: {
    order: { from: 1, to: 3, integer: true },
    reach: { from: 1, to: 30, integer: true },
    decay: { from: 0.3, to: 1 },
    backOff: { from: 1, to: 100, log: true },
  },
  readsOrder: true,
  pace: 'quick',
  texts: {
    en: {
      title: 'Markov chain',
      about: 'What followed the last items before: simple, quick, and each answer can be counted after.',
      'param.over': 'What follows within',
      'option.over.sessions': 'Sessions (whole histories, where most sessions are single events)',
      'option.over.histories': 'Whole histories',
      'param.order': 'Longest run of items that is looked up',
      'param.reach': 'Items ahead that count as following, and last items that are read',
      'param.decay': 'Each place further counts by this factor',
      'param.halfLifeHours': 'Hours after which following counts half (0: time does not matter)',
      'param.backOff': 'Observations that the shorter run counts for',
    },
    zh: {
      title: '马尔可夫链',
      about: '以往最近这些商品之后出现了什么：简单、快速，每个结果都可以数出来。',
      'param.over': '在何范围内算作“之后”',
      'option.over.sessions': '会话（若多数会话只有单个事件，则为完整历史）',
      'option.over.histories': '完整历史',
      'param.order': '查找的最长商品序列',
      'param.reach': '向后多少项算作“之后”，同时也是读取的最近项数',
      'param.decay': '每远一位乘以此系数',
      'param.halfLifeHours': '间隔多少小时后计一半（0 为不计时间）',
      'param.backOff': '较短序列相当于多少次观察',
    },
  },
});
