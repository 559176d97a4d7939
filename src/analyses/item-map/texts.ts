import type { SignalTextKey } from '../../features/recommending/texts.ts';
import { signalTexts } from '../../features/recommending/texts.ts';
import { recommenderTexts } from '../../recommenders/specs.ts';
import { offered } from './params.ts';

const own = {
  en: {
    title: 'Map of items',
    about: 'What the same people have lies close together: a map of the items by what was learnt of them.',
    'param.algorithm': 'Learnt by',
    'param.params': 'Settings',
    'param.most': 'Items at most (the most popular)',
    'param.colour': 'Coloured by',
    'param.groups': 'Groups by likeness',
    'param.neighbours': 'Neighbours that shape the map',
    'option.colour.category': 'Category, where there are any',
    'option.colour.likeness': 'Groups by likeness',
    'section.signals': 'What counts as interest',
    'map.title': 'Map of items',
    'map.category':
      '{drawn} of {items} items by what the same people have; of {purity} % of them the nearest item is of the same category, where chance would give {chance} %.',
    'map.likeness':
      '{drawn} of {items} items by what the same people have, in {k} {k|group|groups} found by likeness; each bears the name of its most popular item.',
    'map.none': 'No item has been had by anybody: there is nothing to draw.',
    definition:
      '{signals} Vectors by {algorithm}, at length 1; laid out in two dimensions by UMAP ({neighbours} neighbours). Nearest items are those of the vectors, not of the drawing.',
    'caution.map':
      'Only neighbourhoods can be read from the map: neither axes, nor sizes, nor distances between far groups mean anything.',
    'caution.few': 'Of an item that few had, little was learnt: its place is uncertain.',
    'near.title': 'Nearest items',
    'near.sentence': 'Closest to “{title}”, which most users had ({users}), is “{nearest}”.',
    'group.others': 'all others',
    'axis.x': 'first dimension',
    'axis.y': 'second dimension',
    'column.item': 'Item',
    'column.group': 'Group',
    'column.users': 'Users',
    'column.x': 'x',
    'column.y': 'y',
    'column.nearest': 'Nearest',
  },
  zh: {
    title: '商品地图',
    about: '同一批人拥有的商品彼此靠近：根据学到的内容绘制的商品地图。',
    'param.algorithm': '学习算法',
    'param.params': '设置',
    'param.most': '最多商品数（最热门的）',
    'param.colour': '着色依据',
    'param.groups': '按相似度分组数',
    'param.neighbours': '决定地图形状的近邻数',
    'option.colour.category': '类别（如有）',
    'option.colour.likeness': '按相似度分组',
    'section.signals': '什么算作兴趣',
    'map.title': '商品地图',
    'map.category':
      '{items} 件商品中的 {drawn} 件，按同一批人拥有的情况绘制；其中 {purity} % 的商品最近邻属于同一类别，随机情况下为 {chance} %。',
    'map.likeness':
      '{items} 件商品中的 {drawn} 件，按同一批人拥有的情况绘制，按相似度分为 {k} 组；每组以其最热门的商品命名。',
    'map.none': '没有任何人拥有过商品：没有可绘制的内容。',
    definition:
      '{signals}向量由“{algorithm}”得到，长度归一；用 UMAP 布局到二维（{neighbours} 个近邻）。最近的商品按向量计算，而不是按图上的位置。',
    'caution.map': '地图上只能看邻近关系：坐标轴、大小以及远处各组之间的距离都没有意义。',
    'caution.few': '很少有人拥有的商品学到的不多：其位置不确定。',
    'near.title': '最近的商品',
    'near.sentence': '与拥有者最多的“{title}”（{users} 人）最接近的是“{nearest}”。',
    'group.others': '其他',
    'axis.x': '第一维',
    'axis.y': '第二维',
    'column.item': '商品',
    'column.group': '组',
    'column.users': '用户数',
    'column.x': 'x',
    'column.y': 'y',
    'column.nearest': '最近的商品',
  },
} as const;

const algorithms = recommenderTexts(['algorithm'], offered);

export const texts = {
  en: { ...algorithms.en, ...signalTexts.en, ...own.en },
  zh: { ...algorithms.zh, ...signalTexts.zh, ...own.zh },
};

export type TextKey = keyof typeof own.en | SignalTextKey;
