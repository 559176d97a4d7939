import type { SignalTextKey } from '../../features/recommending/texts.ts';
import { signalTexts } from '../../features/recommending/texts.ts';
import { recommenderTexts } from '../../recommenders/specs.ts';
import { offered } from './params.ts';

const own = {
  en: {
    title: 'Recommend for one',
    about:
      'What to offer to one user, or to somebody with a few items in hand, and why. The model is trained once; further questions are answered at once.',
    'param.user': 'User',
    'none.user': 'who had most, as an example',
    'param.items': 'Items in hand, by key or title',
    'param.n': 'How many',
    'param.algorithm': 'Recommender',
    'param.params': 'Settings',
    'param.seed': 'Seed (empty: that of the run)',
    'help.items': 'A session, oldest first; a list can be pasted. It stands in place of what the user had.',
    'section.signals': 'What counts as interest',
    'section.offer': 'What may be offered',

    'for.title': 'To offer',
    'for.sentence': 'To {who}, {item} first: {reason}.',
    'for.none': 'Nothing may be offered to {who}: loosen what may be offered, or allow what was had already.',
    'who.user': 'user {user}',
    'who.session': 'somebody with {items}',
    'who.user.session': 'user {user} with {items} in hand',
    'who.example': 'user {user} (an example, as nobody is named: who had most)',
    'had.title': 'What it goes by',
    'had.sentence': 'It goes by what {who} had: {n} {n|item|items}, the last of them {item}.',
    'had.session': 'It goes by what is in hand: {n} {n|item|items}, the last of them {item}.',
    'had.none': 'Nothing is known that {who} had.',

    'column.rank': 'Rank',
    'column.item': 'Item',
    'column.title': 'Title',
    'column.category': 'Category',
    'column.price': 'Price',
    'column.score': 'Score',
    'column.reason': 'Reason',
    'column.source': 'By',
    'source.behaviour': 'what the user did',
    'source.session': 'the session',
    'source.attributes': 'what people like the user had (attributes)',
    'source.content': 'what the item is (nobody had it yet)',
    'source.popularity': 'popular (nothing better is known for the user)',
    'axis.score': 'score',
    definition: '{algorithm}, learnt from {interactions} interactions of {users} users; {seen}.',
    'definition.seen.exclude': 'what was had is not offered again',
    'definition.seen.allow': 'what was had may be offered again',

    'caution.unknown': 'Not among the items, and passed over: {items}.',
    'caution.alike':
      'Of this person only the attributes are known: these items are popular among people with the same.',
    'caution.cold': 'Nothing is known of this person to this model: these are the popular items.',
    'caution.score': 'A score orders the list. It is no probability, and cannot be compared between recommenders.',
  },
  zh: {
    title: '为一人推荐',
    about: '向某个用户或手中已有几件商品的人推荐什么，以及为什么。模型只训练一次，之后的提问立即得到回答。',
    'param.user': '用户',
    'none.user': '以商品最多的用户为例',
    'param.items': '手中的商品（编号或名称）',
    'param.n': '数量',
    'param.algorithm': '推荐算法',
    'param.params': '参数',
    'param.seed': '随机种子（留空：沿用本次运行的）',
    'help.items': '一次会话，由旧到新，可粘贴一列；代替该用户有过的商品。',
    'section.signals': '什么算作兴趣',
    'section.offer': '可以推荐什么',

    'for.title': '推荐',
    'for.sentence': '向{who}首先推荐 {item}：{reason}。',
    'for.none': '没有可向{who}推荐的商品：请放宽可推荐的范围，或允许推荐已有商品。',
    'who.user': '用户 {user} ',
    'who.session': '手中有 {items} 的人',
    'who.user.session': '手中有 {items} 的用户 {user} ',
    'who.example': '用户 {user}（有过的商品最多；未指定用户，以此为例）',
    'had.title': '依据',
    'had.sentence': '{who}有过 {n} 个商品，最近一个是 {item}。',
    'had.session': '以手中的 {n} 个商品为依据，最近一个是 {item}。',
    'had.none': '尚不知{who}有过任何商品。',

    'column.rank': '名次',
    'column.item': '商品',
    'column.title': '名称',
    'column.category': '类别',
    'column.price': '价格',
    'column.score': '得分',
    'column.reason': '理由',
    'column.source': '依据',
    'source.behaviour': '用户的行为',
    'source.session': '会话',
    'source.attributes': '属性相同的人有过什么',
    'source.content': '商品的内容（尚无人有过）',
    'source.popularity': '热门（对该用户没有更好的依据）',
    'axis.score': '得分',
    definition: '{algorithm}，学习自 {users} 个用户的 {interactions} 次交互；{seen}。',
    'definition.seen.exclude': '有过的不再推荐',
    'definition.seen.allow': '有过的可以再次推荐',

    'caution.unknown': '不在商品之列，已略过：{items}。',
    'caution.alike': '对此人只知道属性：以下是属性相同的人群中的热门商品。',
    'caution.cold': '模型对此人一无所知：以下是热门商品。',
    'caution.score': '得分只用于排序：不是概率，也不能在算法之间比较。',
  },
} as const;

const algorithms = recommenderTexts(['algorithm'], offered);

export const texts = {
  en: { ...algorithms.en, ...signalTexts.en, ...own.en },
  zh: { ...algorithms.zh, ...signalTexts.zh, ...own.zh },
};

export type TextKey = keyof typeof own.en | SignalTextKey;
