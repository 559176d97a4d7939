import * as v from 'valibot';
import { defineRecommender } from '../../contract/recommender.ts';

const members = v.pipe(
  v.array(v.string()),
  v.minLength(1),
  v.check((ids) => !ids.includes('hybrid'), 'a blend is no part of itself'),
);

export default defineRecommender({
  id: 'hybrid',
  family: 'blend',
  feedback: ['implicit'],
  params: v.object({
    members: v.pipe(
      v.optional(members, ['ease', 'item-knn', 'content', 'popularity']),
      v.metadata({ values: 'recommenders' }),
    ),
    blend: v.optional(v.picklist(['learned', 'rank-fusion']), 'learned'),
    heldBack: v.optional(v.picklist(['any', 'latest']), 'any'),
  }),
  search: {},
  readsContent: true,
  pace: 'slow',
  texts: {
    en: {
      title: 'Hybrid',
      about:
        'A blend of several recommenders, learnt on items held back from them. What nobody had yet is offered by its content.',
      'param.members': 'Recommenders (their ids)',
      'param.blend': 'How they are blended',
      'option.blend.learned': 'By weights learnt on items held back',
      'option.blend.rank-fusion': 'By their ranks (reciprocal rank fusion)',
      'param.heldBack': 'Held back of each user, to learn the weights on',
      'option.heldBack.any': 'Any fifth of the items',
      'option.heldBack.latest': 'The latest fifth',
    },
    zh: {
      title: '混合推荐',
      about: '融合多个推荐算法，权重在预留的商品上学习；无人有过的新商品按内容推荐。',
      'param.members': '参与的推荐算法（填写其标识）',
      'param.blend': '融合方式',
      'option.blend.learned': '按在预留商品上学得的权重',
      'option.blend.rank-fusion': '按排名（倒数排名融合）',
      'param.heldBack': '每个用户预留哪些商品用于学习权重',
      'option.heldBack.any': '任意五分之一',
      'option.heldBack.latest': '最近的五分之一',
    },
  },
});
