import { learningTexts } from '../../features/study/learning-texts.ts';
import { studyTexts } from '../../features/study/texts.ts';
import { estimatorTexts } from '../../models/specs.ts';
import { offered } from './params.ts';

const own = {
  en: {
    title: 'Find the best model',
    about:
      'Tries models and settings on the same splits within a time budget, the baseline always among them. A winner is only called where it is ahead of the next one by more than the noise of the folds.',
    'param.estimators': 'Models that take part (none: the usual ones)',
    'param.method': 'Settings are tried',
    'option.method.tpe': 'near those that did well (TPE)',
    'option.method.random': 'at random',
    'option.method.halving': 'on few rows first, the better half on more (halving)',
    'param.budget': 'Time budget, seconds',
    'param.trials': 'Trials at most',
    'param.metric': 'Judged by',
    'option.metric.auto': 'what suits the question',
    'option.metric.auc': 'AUC',
    'option.metric.averagePrecision': 'average precision',
    'option.metric.logLoss': 'log loss',
    'option.metric.brier': 'Brier score',
    'option.metric.f1': 'F1 at 0.5',
    'option.metric.mcc': 'Matthews correlation',
    'option.metric.accuracy': 'accuracy',
    'option.metric.macroF1': 'F1, mean over classes',
    'option.metric.macroAuc': 'AUC, mean over classes',
    'option.metric.ks': 'Kolmogorov–Smirnov',
    'option.metric.recallAt10': 'recall in the top tenth',
    'option.metric.liftAt10': 'lift in the top tenth',
    'option.metric.pinball50': 'pinball loss at the median',
    'param.nested': 'Judge the search itself (nested)',
    'option.metric.rmse': 'root mean squared error',
    'option.metric.mae': 'mean absolute error',
    'option.metric.r2': 'R²',
    'param.task': 'A label column is',
    'option.task.classes': 'classes',
    'option.task.number': 'a number',
    'board.title': 'Leaderboard',
    'board.clear':
      '{question} {best} is ahead: {metric} {mean} ± {sd}, {difference} (95 %: {low} to {high}) from {second}; the baseline has {baseline}.',
    'board.noise':
      '{question} {best} comes first, {metric} {mean} ± {sd}, but no winner is called: it differs from {second} by {difference} (95 %: {low} to {high}), which is within the noise of the folds. The baseline has {baseline}.',
    'board.alone': '{question} {best}: {metric} {mean} ± {sd}; the baseline has {baseline}.',
    'board.none': '{question} No model could be trained: see the table.',
    'board.definition':
      '{n} rows, {columns} columns; {split}; {trials} {trials|trial|trials}, settings tried {method}; ended by {ended}. Differences: corrected resampled t-test (Nadeau and Bengio 2003).',
    'ended.trials': 'the number of trials',
    'ended.time': 'the time budget',
    'ended.space': 'there being nothing new to try',
    'caution.searched': 'The best of many is flattered by chance: judge it once more on later data.',
    'nested.title': 'The search, judged',
    'nested.sentence':
      'Made anew in each of {folds} {folds|fold|folds} and asked about rows that had no part in the choice, the search comes to {metric} {mean} ± {sd}; on the rows that chose it, the best has {best}. The baseline has {baseline}. Chosen: {chosen}.',
    'nested.none': 'In no fold was there a model to choose: see the table.',
    'nested.definition':
      'Nested cross-validation: in each fold the models and settings are tried on splits of its training rows alone, the best learns from all of them, and the rows left out judge it (Varma and Simon 2006). What is chosen may differ from fold to fold.',
    'nested.chosen': '{name} {n} {n|time|times}',
    'nested.nobody': 'nobody',
    'column.fold.name': 'Fold',
    'column.baseline.here': 'Baseline there',
    'baseline.name': 'Baseline',
    'column.estimator': 'Model',
    'column.params': 'Settings',
    'column.seconds': 'Seconds',
    'column.failed': 'Failed',
    'axis.metric': '{metric}, mean over folds',
  },
  zh: {
    title: '寻找最佳模型',
    about: '在时间预算内，用同样的划分试验各种模型与设置，基线始终在列。只有领先幅度超出各折噪声时才宣布优胜者。',
    'param.estimators': '参与的模型（空为常用模型）',
    'param.method': '搜索方式',
    'option.method.tpe': '向好的方向（TPE）',
    'option.method.random': '随机',
    'option.method.halving': '先用少量行，较好的一半再用更多（逐次减半）',
    'param.budget': '时间预算（秒）',
    'param.trials': '最多试验次数',
    'param.metric': '评判指标',
    'option.metric.auto': '按问题选择',
    'option.metric.auc': 'AUC',
    'option.metric.averagePrecision': '平均精确率',
    'option.metric.logLoss': '对数损失',
    'option.metric.brier': 'Brier 分数',
    'option.metric.f1': 'F1（阈值 0.5）',
    'option.metric.mcc': '马修斯相关系数',
    'option.metric.accuracy': '准确率',
    'option.metric.macroF1': '各类 F1 的均值',
    'option.metric.macroAuc': '各类平均 AUC',
    'option.metric.ks': 'KS 统计量',
    'option.metric.recallAt10': '前十分之一的召回率',
    'option.metric.liftAt10': '前十分之一的提升度',
    'option.metric.pinball50': '中位数分位损失',
    'param.nested': '检验搜索本身（嵌套）',
    'option.metric.rmse': '均方根误差',
    'option.metric.mae': '平均绝对误差',
    'option.metric.r2': 'R²',
    'param.task': '标签列是',
    'option.task.classes': '类别',
    'option.task.number': '数字',
    'board.title': '排行榜',
    'board.clear':
      '{question}{best}领先：{metric} 为 {mean} ± {sd}，与{second}相差 {difference}（95% 区间：{low} 至 {high}）；基线为 {baseline}。',
    'board.noise':
      '{question}{best}排在首位，{metric} 为 {mean} ± {sd}，但不宣布优胜者：它与{second}相差 {difference}（95% 区间：{low} 至 {high}），仍在各折噪声之内。基线为 {baseline}。',
    'board.alone': '{question}{best}：{metric} 为 {mean} ± {sd}；基线为 {baseline}。',
    'board.none': '{question}没有模型能够训练：见表格。',
    'board.definition':
      '{n} 行，{columns} 列；{split}；试验 {trials} 次（{method}），因{ended}而结束。差异采用校正的重抽样 t 检验（Nadeau 与 Bengio，2003）。',
    'ended.trials': '达到次数',
    'ended.time': '用完时间',
    'ended.space': '没有可再试的组合',
    'caution.searched': '多中选优会被运气美化：请在更晚的数据上再检验一次。',
    'nested.title': '检验搜索本身',
    'nested.sentence':
      '在 {folds} 折中逐折重新搜索，并用未参与选择的行检验：{metric} 为 {mean} ± {sd}；在参与选择的行上，最佳者为 {best}。基线为 {baseline}。选中：{chosen}。',
    'nested.none': '没有一折选出模型：见表。',
    'nested.definition':
      '嵌套交叉验证：每一折只在其训练行的划分上试验模型与设置，最佳者用全部训练行学习，再由留出的行检验（Varma 与 Simon，2006）。各折选中的可能不同。',
    'nested.chosen': '{name} {n} 次',
    'nested.nobody': '无',
    'column.fold.name': '折',
    'column.baseline.here': '该折基线',
    'baseline.name': '基线',
    'column.estimator': '模型',
    'column.params': '设置',
    'column.seconds': '秒',
    'column.failed': '失败原因',
    'axis.metric': '{metric}（各折均值）',
  },
};

const named = estimatorTexts('estimators', offered);

/** Every text of the analysis, in both languages. */
export const texts = {
  en: { ...named.en, ...studyTexts.en, ...learningTexts.en, ...own.en },
  zh: { ...named.zh, ...studyTexts.zh, ...learningTexts.zh, ...own.zh },
};

export type TextKey = keyof typeof own.en | keyof typeof studyTexts.en;
