import * as v from 'valibot';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'popularity',
  family: 'baseline',
  feedback: ['implicit', 'ratings'],
  params: v.object({
    by: v.optional(v.picklist(['everyone', 'recent', 'segment']), 'everyone'),
    halfLifeDays: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(10_000)), 30),
    segment: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
    shrinkage: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(10_000)), 10),
  }),
  search: {},
  pace: 'quick',
  texts: {
    en: {
      title: 'Popularity',
      about: 'What most people had: the bar that every other recommender has to clear.',
      'param.by': 'Popular with whom',
      'option.by.everyone': 'Everyone',
      'option.by.recent': 'Everyone, of late',
      'option.by.segment': 'People of the same segment',
      'param.halfLifeDays': 'Of late: half-life in days',
      'param.segment': 'Segment: attribute of the users (empty: the category they had most of)',
      'param.shrinkage': 'Segment: people’s worth of the overall popularity mixed in',
    },
    zh: {
      title: '热门',
      about: '大多数人有过的商品：其他推荐算法必须超过的基准。',
      'param.by': '在谁当中热门',
      'option.by.everyone': '所有人',
      'option.by.recent': '所有人（近期）',
      'option.by.segment': '同一分群的人',
      'param.halfLifeDays': '近期：半衰期（天）',
      'param.segment': '分群：用户属性（留空：其最常有的类别）',
      'param.shrinkage': '分群：混入相当于多少人的总体热度',
    },
  },
});
