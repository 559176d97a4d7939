import type { SignalTextKey } from '../../features/recommending/texts.ts';
import { signalTexts } from '../../features/recommending/texts.ts';
import { recommenderTexts } from '../../recommenders/specs.ts';
import { offered } from './params.ts';

const own = {
  en: {
    title: 'Recommend',
    about:
      'What to offer to whom next, learnt from what people did, judged on what they did afterwards, and beside offering everybody the popular. Then lists for everyone, as a table.',
    'param.algorithm': 'Recommender',
    'param.params': 'Settings',
    'param.compare': 'Compared with',
    'param.seed': 'Seed (empty: that of the run)',
    'help.compare': 'Others, with their settings by default, judged on the same. Popularity is always there.',
    'section.signals': 'What counts as interest',
    'section.judging': 'How it is judged',
    'section.offer': 'What may be offered',

    'board.title': 'How good the lists are',
    'board.better':
      'Of what a user took next, the list of {k} by {algorithm} holds {recall} % (offering everybody the popular: {popular} %). It ranks better: NDCG@{k} {ndcg} against {baseline}, a difference of {difference} (95 %: {low} to {high}; {users} users).',
    'board.worse':
      '{algorithm} ranks worse than offering everybody the popular: NDCG@{k} {ndcg} against {baseline}, a difference of {difference} (95 %: {low} to {high}; {users} users). Take another recommender, or other events.',
    'board.unclear':
      'This test does not show that {algorithm} is better than offering everybody the popular: NDCG@{k} {ndcg} against {baseline}, a difference of {difference} (95 %: {low} to {high}; {users} users).',
    'board.few':
      '{algorithm}: NDCG@{k} {ndcg}, popularity {baseline}. With {users} {users|user|users} asked nothing can be said of the difference.',
    'board.popular':
      'Offering everybody the popular: of what a user took next, the list of {k} holds {recall} %, NDCG@{k} {ndcg} ({users} users). This is the bar for every other recommender.',
    'board.nobody':
      'Nobody could be asked: in the part held out nobody has an item that might have been offered. Where people take the same items again, allow what they had already; or hold out more.',
    'board.best': 'The best here is {algorithm}, outside the noise.',
    'board.tied': 'There is no winner: this test cannot tell apart {tied}.',
    'board.ratings': 'The ratings held out are missed by {rmse} (RMSE; {mae} on average).',
    'board.label': '{name}: NDCG {ndcg} ({low} to {high})',
    'axis.ndcg': 'NDCG@{k}, with 95 % by users',

    'metrics.title': 'Every measure, in words',
    'metrics.sentence':
      '{algorithm}: of {users} users asked, {hit} % find at least one item in their list of {k} that they took; all lists together offer {coverage} % of the items.',
    'metrics.sentence.none': 'Without anybody to ask there is nothing to measure.',
    'metric.recall': 'Recall@k',
    'metric.recallCapped': 'Recall@k, of what a list can hold',
    'metric.precision': 'Precision@k',
    'metric.ndcg': 'NDCG@k',
    'metric.map': 'MAP@k',
    'metric.mrr': 'MRR@k',
    'metric.hit': 'Hit rate@k',
    'metric.coverage': 'Coverage',
    'metric.novelty': 'Novelty',
    'metric.diversity': 'Variety within a list',
    'metric.gini': 'Gini of the offer',
    'metric.rmse': 'RMSE of ratings',
    'metric.mae': 'Mean error of ratings',
    'meaning.recall': 'share of what a user took that stands in the list',
    'meaning.recallCapped': 'the same, of at most k: 1 is possible for everybody',
    'meaning.precision': 'share of the list that the user took',
    'meaning.ndcg': 'what was taken counts more the higher it stands; 1: all on top',
    'meaning.map': 'mean precision at each place that was taken',
    'meaning.mrr': '1 / place of the first that was taken',
    'meaning.hit': 'share of users with at least one',
    'meaning.coverage': 'share of the items that stand in any list',
    'meaning.novelty': 'bits: 1 more is half as popular',
    'meaning.diversity': '0: the same people had all of a list; 1: never the same',
    'meaning.gini': '0: all items are offered alike; towards 1: a few are',
    'meaning.rmse': 'root mean squared error, in points',
    'meaning.mae': 'mean absolute error, in points',

    'segments.title': 'For whom it is good',
    'segments.sentence':
      'Users who had {had} are served best (NDCG {ndcg}); those who had {otherHad}, least (NDCG {otherNdcg}).',
    'segments.sentence.alike': 'Users who had few items and users who had many are served alike: NDCG {ndcg}.',
    'segments.sentence.one':
      'All {users} users who were asked had about as many items as each other ({had}): NDCG {ndcg}.',
    'segment.new': 'New',
    'segment.few': 'Few',
    'segment.some': 'Some',
    'segment.many': 'Many',
    'segments.bar': '{name} ({had})',
    'segments.had': '{from} to {to} {to|item|items}',
    'segments.had.none': 'nothing yet',

    'lists.title': 'What some users are offered, and why',
    'lists.sentence':
      'User {user} is offered {item} first: {reason}. Everybody’s lists are the table {table}, which the Data page saves as a file: {rows} rows for {users} users.',
    'lists.none': 'Nothing may be offered to anybody: loosen what may be offered, or allow what users had already.',
    'source.behaviour': 'what the user did',
    'source.session': 'the session',
    'source.attributes': 'what people like the user had (attributes)',
    'source.content': 'what the item is (nobody had it yet)',
    'source.popularity': 'popular (nothing better is known for the user)',

    'offer.title': 'What is offered most',
    'offer.sentence':
      'The lists offer {items} of {catalogue} items. The tenth of the items that is offered most fills {lists} % of all places; the tenth that is taken most had {interactions} % of the interactions.',
    'offer.none': 'Nothing is offered.',
    'offer.label': '{lists} lists; {users} had it',

    'cold.title': 'Where the lists come from',
    'cold.sentence':
      '{known} of {users} users get lists by what they did, {alike} by their attributes alone. To {cold} the popular is offered, as the recommender knows nothing better for them; {content} entries are items that nobody had yet, by what they are.',
    'cold.sentence.known': 'All {users} users get lists by what they did, and only of items that somebody had.',
    'cold.none': 'There are no lists.',

    'policy.title': 'Had its first choice been shown',
    'policy.sentence':
      'By the exposures logged with their chances, showing everybody the one of {actions} items that it scores highest would have brought {dr} per exposure (doubly robust; 95 %: {low} to {high}); what was shown brought {logged}. {n} exposures weigh as much as {ess}.',
    'policy.ips': 'Weighted by the inverse chance (IPS)',
    'policy.snips': 'The same, normalised (SNIPS)',
    'policy.dr': 'Doubly robust',
    'policy.logged': 'As it was shown',

    'left.title': 'What it stands on, and what was left out',
    'left.sentence':
      '{interactions} interactions of {users} users with {items} items. {without} of {people} users have none that counts, {never} of {catalogue} items {never|was|were} {few}.',
    'left.sentence.whole':
      '{interactions} interactions of {users} users with {items} items: nobody and no item was left out.',
    'left.sentence.unlearnt':
      'Of {items} {items|item|items} that somebody had, with {share} % of the events, the model learnt nothing: they are never offered, and count as missed where it was judged.',
    'left.few': 'had by nobody',
    'left.few.core': 'had by nobody, or by too few to be learnt from',
    'left.users': 'Users with interactions',
    'left.without': 'Users without',
    'left.items': 'Items that are learnt from',
    'left.never': 'Items that are not learnt from',
    'left.unlearnt': 'Items of which the model learnt nothing',
    'left.interactions': 'Interactions',
    'left.train': 'Learnt from when judged',
    'left.validation': 'Held out before the test',
    'left.test': 'Asked about',

    'column.algorithm': 'Recommender',
    'column.users': 'Users',
    'column.low': '95 % from',
    'column.high': 'to',
    'column.to-popularity': 'Less popularity',
    'column.p': 'p',
    'column.to-best': 'Less the best',
    'column.seconds': 'Seconds',
    'column.sd': '± over repeats ({metric})',
    'column.metric': 'Measure',
    'column.meaning': 'What it says',
    'column.spread': '± over repeats',
    'column.popularity': 'Popularity',
    'column.segment': 'Users',
    'column.from': 'Items had, from',
    'column.to': 'to',
    'column.count': 'Asked',
    'column.user': 'User',
    'column.rank': 'Rank',
    'column.item': 'Item',
    'column.title': 'Title',
    'column.score': 'Score',
    'column.reason': 'Reason',
    'column.source': 'By',
    'column.lists': 'Lists',
    'column.had': 'Users who had it',
    'column.rows': 'Entries',
    'column.estimate': 'Reward per exposure',
    'column.what': 'What',
    'column.n': 'How many',
    'axis.lists': 'lists',
    'axis.users': 'users',

    'definition.cutoff': 'The test begins on {moment}.',
    'definition.seed': 'Learnt from {train} interactions, asked about {test}; seed {seed}.',

    'caution.shown':
      'What users took depends on what they were shown: only a test with users says what a recommender brings.',
    'caution.few': 'Only {users} {users|user was|users were} asked: the figures are rough.',
    'caution.one-split': 'All was done once, with one seed: the interval is that of the users, not of the training.',
    'caution.random': 'A split at random lets it learn from the future; expect less in use. By time is stricter.',
    'caution.new':
      '{share} % of those asked had nothing before the cutoff: for them every recommender without content falls back on the popular.',
    'caution.popularity-tie':
      'No recommender is shown to beat popularity here: the popular may well be the better offer.',
    'caution.model':
      'The trained model is too large to be kept in the project ({megabytes} MB as text); its lists and neighbours are.',
    'caution.policy':
      'The recommender has learnt from the log in which these exposures stand: where people took what they were shown, the estimate flatters it.',
    'caution.no-titles': 'Items have no titles: map a catalogue to see names, categories and prices.',
  },
  zh: {
    title: '推荐',
    about:
      '接下来向谁推荐什么：从人们的行为中学习，用其后发生的行为评判，并与“给所有人推荐热门”对照；然后为每个人给出列表。',
    'param.algorithm': '推荐算法',
    'param.params': '参数',
    'param.compare': '对比的算法',
    'param.seed': '随机种子（留空：沿用本次运行的）',
    'help.compare': '其他算法以默认参数在同样的数据上评判。热门始终在内。',
    'section.signals': '什么算作兴趣',
    'section.judging': '如何评判',
    'section.offer': '可以推荐什么',

    'board.title': '列表有多好',
    'board.better':
      '在用户接下来选取的商品中，{algorithm} 的前 {k} 位列表包含 {recall}%（给所有人推荐热门：{popular}%）。它排得更好：NDCG@{k} 为 {ndcg}，热门为 {baseline}，相差 {difference}（95%：{low} 至 {high}；{users} 个用户）。',
    'board.worse':
      '{algorithm} 排得不如给所有人推荐热门：NDCG@{k} 为 {ndcg}，热门为 {baseline}，相差 {difference}（95%：{low} 至 {high}；{users} 个用户）。请换一种算法或其他事件。',
    'board.unclear':
      '这次检验不能表明 {algorithm} 优于给所有人推荐热门：NDCG@{k} 为 {ndcg}，热门为 {baseline}，相差 {difference}（95%：{low} 至 {high}；{users} 个用户）。',
    'board.few': '{algorithm}：NDCG@{k} 为 {ndcg}，热门为 {baseline}。只有 {users} 个用户可供检验，无法判断差异。',
    'board.popular':
      '给所有人推荐热门：在用户接下来选取的商品中，前 {k} 位列表包含 {recall}%，NDCG@{k} 为 {ndcg}（{users} 个用户）。这是其他算法必须超过的基准。',
    'board.nobody':
      '没有可供检验的用户：留出部分中没有人有本可被推荐的商品。若人们会再次选取同样的商品，请允许推荐已有商品；或留出更多。',
    'board.best': '这里最好的是 {algorithm}，差异超出噪声。',
    'board.tied': '没有胜者：这次检验无法区分 {tied}。',
    'board.ratings': '对留出评分的误差为 {rmse}（RMSE；平均 {mae}）。',
    'board.label': '{name}：NDCG {ndcg}（{low} 至 {high}）',
    'axis.ndcg': 'NDCG@{k}，附按用户计算的 95% 区间',

    'metrics.title': '每个指标的含义',
    'metrics.sentence':
      '{algorithm}：在 {users} 个受检验用户中，{hit}% 在前 {k} 位列表里至少找到一个自己选取的商品；所有列表合起来涵盖 {coverage}% 的商品。',
    'metrics.sentence.none': '没有可供检验的用户，也就没有指标。',
    'metric.recall': '召回率@k',
    'metric.recallCapped': '召回率@k（以列表所能容纳为限）',
    'metric.precision': '精确率@k',
    'metric.ndcg': 'NDCG@k',
    'metric.map': 'MAP@k',
    'metric.mrr': 'MRR@k',
    'metric.hit': '命中率@k',
    'metric.coverage': '覆盖率',
    'metric.novelty': '新颖度',
    'metric.diversity': '列表内多样性',
    'metric.gini': '推荐的基尼系数',
    'metric.rmse': '评分的 RMSE',
    'metric.mae': '评分的平均误差',
    'meaning.recall': '用户选取的商品中出现在列表里的比例',
    'meaning.recallCapped': '同上，最多按 k 个计：每个人都可能达到 1',
    'meaning.precision': '列表中被用户选取的比例',
    'meaning.ndcg': '选取的商品排得越靠前越算数；1 表示全部排在最前',
    'meaning.map': '各个被选取位置上精确率的平均',
    'meaning.mrr': '1 / 第一个被选取商品的位置',
    'meaning.hit': '至少命中一个的用户比例',
    'meaning.coverage': '出现在任一列表中的商品比例',
    'meaning.novelty': '比特：多 1 表示热门程度减半',
    'meaning.diversity': '0：同一批人有过列表中的全部；1：从不相同',
    'meaning.gini': '0：所有商品推荐得一样多；接近 1：只推荐少数',
    'meaning.rmse': '均方根误差，以评分点计',
    'meaning.mae': '平均绝对误差，以评分点计',

    'segments.title': '对谁有效',
    'segments.sentence': '{had}的用户得到的推荐最好（NDCG {ndcg}）；{otherHad}的最差（NDCG {otherNdcg}）。',
    'segments.sentence.alike': '有过的商品多或少，用户得到的推荐一样好：NDCG {ndcg}。',
    'segments.sentence.one': '受检验的 {users} 个用户有过的商品数相近（{had}）：NDCG {ndcg}。',
    'segment.new': '新用户',
    'segment.few': '少',
    'segment.some': '中等',
    'segment.many': '多',
    'segments.bar': '{name}（{had}）',
    'segments.had': '有过 {from} 至 {to} 个商品',
    'segments.had.none': '尚无任何商品',

    'lists.title': '部分用户得到的推荐与理由',
    'lists.sentence':
      '向用户 {user} 首先推荐 {item}：{reason}。所有人的列表在表 {table} 中（可在“数据”页存为文件）：{users} 个用户共 {rows} 行。',
    'lists.none': '没有任何商品可以推荐给任何人：请放宽可推荐的范围，或允许推荐已有商品。',
    'source.behaviour': '用户的行为',
    'source.session': '会话',
    'source.attributes': '属性相同的人有过什么',
    'source.content': '商品的内容（尚无人有过）',
    'source.popularity': '热门（对该用户没有更好的依据）',

    'offer.title': '推荐得最多的商品',
    'offer.sentence':
      '列表共推荐 {catalogue} 个商品中的 {items} 个。推荐最多的十分之一商品占所有位置的 {lists}%；选取最多的十分之一占交互的 {interactions}%。',
    'offer.none': '没有推荐任何商品。',
    'offer.label': '{lists} 个列表；{users} 人有过',

    'cold.title': '列表从何而来',
    'cold.sentence':
      '{users} 个用户中有 {known} 个的列表来自其自身行为，{alike} 个仅凭属性。对 {cold} 个用户没有更好的依据，因此推荐热门；{content} 个条目是尚无人有过的商品，依据其内容推荐。',
    'cold.sentence.known': '全部 {users} 个用户的列表都来自其自身行为，且只含有人有过的商品。',
    'cold.none': '没有列表。',

    'policy.title': '假如展示了它的首选',
    'policy.sentence':
      '根据带有展示概率的曝光记录，若向每个人展示 {actions} 个商品中得分最高的一个，平均每次曝光会带来 {dr}（双重稳健；95%：{low} 至 {high}）；实际展示带来 {logged}。{n} 次曝光相当于 {ess} 次的分量。',
    'policy.ips': '逆概率加权（IPS）',
    'policy.snips': '归一化逆概率加权（SNIPS）',
    'policy.dr': '双重稳健',
    'policy.logged': '实际展示',

    'left.title': '依据与未纳入的部分',
    'left.sentence':
      '{users} 个用户与 {items} 个商品之间的 {interactions} 次交互。{people} 个用户中有 {without} 个没有计入的交互，{catalogue} 个商品中有 {never} 个{few}。',
    'left.sentence.whole': '{users} 个用户与 {items} 个商品之间的 {interactions} 次交互：没有用户或商品被排除。',
    'left.sentence.unlearnt':
      '另有 {items} 个有人有过的商品（占事件的 {share} %）模型没有学习：它们不会被推荐，评判时算作未命中。',
    'left.few': '从未有人有过',
    'left.few.core': '从未有人有过，或有过的人太少而不纳入学习',
    'left.users': '有交互的用户',
    'left.without': '没有交互的用户',
    'left.items': '纳入学习的商品',
    'left.never': '未纳入学习的商品',
    'left.unlearnt': '模型没有学习的商品',
    'left.interactions': '交互',
    'left.train': '评判时用于学习',
    'left.validation': '测试之前留出',
    'left.test': '用于提问',

    'column.algorithm': '推荐算法',
    'column.users': '用户数',
    'column.low': '95% 下限',
    'column.high': '上限',
    'column.to-popularity': '与热门之差',
    'column.p': 'p',
    'column.to-best': '与最好者之差',
    'column.seconds': '秒',
    'column.sd': '重复间 ±（{metric}）',
    'column.metric': '指标',
    'column.meaning': '含义',
    'column.spread': '重复间 ±',
    'column.popularity': '热门',
    'column.segment': '用户',
    'column.from': '有过的商品数，从',
    'column.to': '至',
    'column.count': '受检验用户',
    'column.user': '用户',
    'column.rank': '名次',
    'column.item': '商品',
    'column.title': '名称',
    'column.score': '得分',
    'column.reason': '理由',
    'column.source': '依据',
    'column.lists': '列表数',
    'column.had': '有过的用户',
    'column.rows': '条目数',
    'column.estimate': '每次曝光的回报',
    'column.what': '项目',
    'column.n': '数量',
    'axis.lists': '列表数',
    'axis.users': '用户数',

    'definition.cutoff': '测试始于 {moment}。',
    'definition.seed': '学习 {train} 次交互，以 {test} 次提问；随机种子 {seed}。',

    'caution.shown': '用户选取什么取决于向他们展示了什么：只有真实的用户实验才能说明推荐带来了什么。',
    'caution.few': '只有 {users} 个用户受检验：数字很粗略。',
    'caution.one-split': '只以一个种子做了一次：区间反映用户之间的差异，不反映训练的差异。',
    'caution.random': '随机拆分让算法从未来学习；实际效果会更低。按时间拆分更严格。',
    'caution.new': '受检验用户中有 {share}% 在截止日之前一无所有：对他们，任何不看内容的算法都只能推荐热门。',
    'caution.popularity-tie': '这里没有算法被证明优于热门：热门很可能就是更好的推荐。',
    'caution.model': '训练好的模型过大，无法存入项目（文本 {megabytes} MB）；其列表与近邻已保存。',
    'caution.policy': '算法也从包含这些曝光的日志中学习：若人们选取的正是向其展示的，该估计会偏高。',
    'caution.no-titles': '商品没有名称：映射一个目录即可看到名称、类别和价格。',
  },
} as const;

const algorithms = recommenderTexts(['algorithm', 'compare'], offered);

export const texts = {
  en: { ...algorithms.en, ...signalTexts.en, ...own.en },
  zh: { ...algorithms.zh, ...signalTexts.zh, ...own.zh },
};

export type TextKey = keyof typeof own.en | SignalTextKey;
