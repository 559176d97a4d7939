import { learningTexts } from '../../features/study/learning-texts.ts';
import { studyTexts } from '../../features/study/texts.ts';
import { estimatorTexts } from '../../models/specs.ts';
import { offered } from './params.ts';

const own = {
  en: {
    title: 'Predict who',
    about:
      'Who will come back, buy or leave; or any label of a table, a row each. One model, judged on rows it has not seen, with its reasons, a threshold, and the list of whom it names. Each figure stands beside that of giving all the same answer.',
    'param.threshold': 'Threshold chosen for',
    'option.threshold.f1': 'the best balance, F1',
    'option.threshold.cost': 'the least cost',
    'option.threshold.capacity': 'how many can be acted on',
    'option.threshold.precision': 'a precision to be kept',
    'param.costOfAction': 'Cost of acting in vain',
    'param.costOfMiss': 'Cost of missing one',
    'param.capacity': 'Share that can be acted on',
    'param.precision': 'Least precision',
    'param.actionable': 'What may change, to come under the threshold or into another class (none: everything)',
    'help.actionable':
      'Leave out what nobody can change: age, or the time since the first event. For an event log, its features are listed once there is a result.',

    'who.title': 'The likeliest, in {groups} {groups|group|equal groups}',
    'who.sentence':
      '{question} In the tenth that the model puts first it is so {lift} times as often as overall ({prevalence} %). Of one where it is so and one where it isn’t, the model puts the right one first {auc} % of the time (AUC, ± {sd} over folds; guessing: 50 %).',
    'who.few':
      '{question} Of one where it is so and one where it isn’t, the model puts the right one first {auc} % of the time (AUC, ± {sd} over folds; guessing: 50 %). It is so for {prevalence} % overall; the rows are too few to say how much more often in the tenth put first.',
    'who.useless':
      '{question} The model can’t tell: AUC {auc} % (± {sd} over folds; guessing: 50 %), log loss {logLoss} against {baseline} for the overall share. Don’t rely on these scores.',
    'who.order':
      '{question} The order can be used: of one where it is so and one where it isn’t, the model puts the right one first {auc} % of the time (AUC, ± {sd} over folds; guessing: 50 %). The probabilities can’t: their log loss is {logLoss}, that of the overall share {baseline}. “Correct the probabilities” mends that.',
    'classes.title': 'What the model says',
    'column.class.true': 'Truly so',
    'column.class.said': 'Said',
    'column.class.found': 'Found, of those truly so',
    'column.class.right': 'Right, of those said',
    'column.class.now': 'Scored now',
    'who.classes':
      '{question} It says the right one of {classes} classes for {accuracy} % of rows it has not seen; always saying the most frequent is right for {baseline} %.',
    'decile.label': '{predicted} %',
    'decile.label.observed': '{predicted} % ({observed} %)',
    'column.rows': 'Scored now',
    'column.predicted.mean': 'Mean prediction',
    'column.observed': 'Observed out of fold',
    'axis.predicted': 'mean prediction (in brackets: observed out of fold)',

    'warning.title': 'Early warning',
    'warning.sentence':
      '{above} of {rows} are at or above the threshold of {threshold}. Save them as a cohort under People, or export the table classify_scores, which holds the reasons of those above too.',
    'warning.stake':
      '{above} of {rows} are at or above the threshold of {threshold}; they brought {stake} in the time looked back on. Save them as a cohort under People, or export the table classify_scores, which holds the reasons of those above too.',
    'warning.definition':
      'Scored with the model trained on all labelled rows. Threshold chosen for {by}; on the rows judged it finds {recall} % of those to be found, and is right about {precision} % of those it names.',
    'column.side': 'Side',
    'side.above': 'At or above the threshold',
    'side.below': 'Below',

    'roc.title': 'Found against falsely named (ROC)',
    'roc.sentence':
      'Area {auc} (0.5: guessing, 1: never wrong). At the threshold of {threshold}, {recall} % of those to be found are found, and {fpr} % of the others are named too.',
    'axis.fpr': 'share of the others named',
    'axis.tpr': 'share found',
    'pr.title': 'Precision against recall',
    'pr.sentence': 'Average precision {ap}, against {prevalence} for naming at random.',
    'axis.recall': 'recall',
    'axis.precision': 'precision',
    'lift.title': 'Lift and gain',
    'lift.sentence': 'The first tenth holds {gain} % of those to be found: {lift} times its share.',
    'axis.share': 'share of rows, highest first',
    'axis.gain': 'share found',
    'curve.definition':
      'Out of fold: each row is predicted by a model that has not seen it. The band holds 95 % of bootstrap samples.',
    'column.bound.low': 'Lower bound',
    'column.bound.high': 'Upper bound',

    'calibration.title': 'Predicted against observed',
    'calibration.sentence':
      'Predictions and what was observed differ by {ece} percentage points on average ({bins} {bins|bin|bins}). Points below the dashed line were predicted too high.',
    'column.bin.predicted': 'Predicted',
    'column.bin.observed': 'Observed',
    'column.bin.n': 'Rows',
    'axis.bin.predicted': 'predicted',
    'axis.bin.observed': 'observed share',

    'decision.title': 'From score to decision',
    'decision.sentence':
      'At the threshold of {threshold}, chosen for {by}: {tp} found, {fn} missed, {fp} named in vain. If acting in vain costs {action} and a miss {miss}, this costs {cost}; acting on none {nobody}, on all {everybody}.',
    'decision.classes':
      'Rows are the true classes, columns what the model said, out of fold: {right} % on the diagonal.',
    'column.true': 'True class',
    'axis.said': 'said by the model',
    'axis.true': 'truly {class}',
    'axis.said.class': 'said {class}',
    'cell.tip': '{true} → {said}: {n}',
  },
  zh: {
    title: '预测是谁',
    about:
      '谁会回来、购买或流失；或任意一张表中每一行的标签。用未见过的行检验一个模型，并给出理由、阈值和名单。每个数字都与“一律给出同一答案”并列。',
    'param.threshold': '阈值依据',
    'option.threshold.f1': '最佳平衡（F1 最大）',
    'option.threshold.cost': '成本最低',
    'option.threshold.capacity': '能处理的人数',
    'option.threshold.precision': '需保证的精确率',
    'param.costOfAction': '白费一次的成本',
    'param.costOfMiss': '漏掉一个的成本',
    'param.capacity': '能处理的比例',
    'param.precision': '最低精确率',
    'param.actionable': '为降到阈值以下或改判为其他类别，可以改变的列（空为全部）',
    'help.actionable': '不要选无法改变的列，如年龄、距首次事件的时间。若是行为日志，得出结果后才会列出其特征。',

    'who.title': '最有可能者（等分为 {groups} 组）',
    'who.sentence':
      '{question}模型排在最前的十分之一中，“是”的比例为总体（{prevalence}%）的 {lift} 倍。任取一个“是”与一个“否”，模型有 {auc}% 的机会把“是”排在前面（AUC，各折 ± {sd}；随机猜测为 50%）。',
    'who.few':
      '{question}任取一个“是”与一个“否”，模型有 {auc}% 的机会把“是”排在前面（AUC，各折 ± {sd}；随机猜测为 50%）。总体中“是”占 {prevalence}%；行数太少，无法判断排在最前的十分之一高出多少。',
    'who.useless':
      '{question}模型无法分辨：AUC 为 {auc}%（各折 ± {sd}；随机猜测为 50%），对数损失为 {logLoss}，只用总体比例时为 {baseline}。请勿依赖这些得分。',
    'who.order':
      '{question}排序可用：任取一个“是”与一个“否”，模型有 {auc}% 的机会把“是”排在前面（AUC，各折 ± {sd}；随机猜测为 50%）。但概率不可信：对数损失为 {logLoss}，只用总体比例时为 {baseline}；可用“校正概率”改善。',
    'classes.title': '模型的判断',
    'column.class.true': '实际为此类',
    'column.class.said': '判为此类',
    'column.class.found': '找出率',
    'column.class.right': '判对率',
    'column.class.now': '当前评分数',
    'who.classes':
      '{question}对未见过的行，模型在 {classes} 个类别中说对 {accuracy}%；总是说最常见的类别则对 {baseline}%。',
    'decile.label': '{predicted}%',
    'decile.label.observed': '{predicted}%（{observed}%）',
    'column.rows': '当前评分数',
    'column.predicted.mean': '平均预测值',
    'column.observed': '折外实际比例',
    'axis.predicted': '平均预测值（括号内为折外实际值）',

    'warning.title': '预警名单',
    'warning.sentence':
      '{rows} 个中有 {above} 个达到阈值 {threshold}。可在“用户”页签中保存为用户群，或导出表 classify_scores（含达到阈值者的理由）。',
    'warning.stake':
      '{rows} 个中有 {above} 个达到阈值 {threshold}；他们在回看期内带来 {stake}。可在“用户”页签中保存为用户群，或导出表 classify_scores（含达到阈值者的理由）。',
    'warning.definition':
      '由在全部有标签的行上训练的模型评分。阈值依据：{by}；在受检验的行上，它能找出 {recall}% 的目标，所点名者中有 {precision}% 是对的。',
    'column.side': '一侧',
    'side.above': '达到阈值',
    'side.below': '低于阈值',

    'roc.title': '找出率与误报率（ROC）',
    'roc.sentence':
      '面积为 {auc}（0.5 为随机猜测，1 为从不出错）。阈值为 {threshold} 时找出 {recall}% 的目标，同时误报其余行的 {fpr}%。',
    'axis.fpr': '其他行被点名的比例',
    'axis.tpr': '找出的比例',
    'pr.title': '精确率与召回率',
    'pr.sentence': '平均精确率为 {ap}，随机点名为 {prevalence}。',
    'axis.recall': '召回率',
    'axis.precision': '精确率',
    'lift.title': '提升度与累积增益',
    'lift.sentence': '最前的十分之一包含 {gain}% 的目标：是其份额的 {lift} 倍。',
    'axis.share': '行的比例（高者在前）',
    'axis.gain': '找出的比例',
    'curve.definition': '折外：每一行都由未见过它的模型预测。阴影包含 95% 的自助样本。',
    'column.bound.low': '下界',
    'column.bound.high': '上界',

    'calibration.title': '预测与实际',
    'calibration.sentence': '预测与实际平均相差 {ece} 个百分点（{bins} 个区间）。虚线以下的点预测偏高。',
    'column.bin.predicted': '预测',
    'column.bin.observed': '实际',
    'column.bin.n': '行数',
    'axis.bin.predicted': '预测值',
    'axis.bin.observed': '实际比例',

    'decision.title': '从得分到决策',
    'decision.sentence':
      '阈值 {threshold}，依据为{by}：找出 {tp} 个，漏掉 {fn} 个，误报 {fp} 个。按白费一次 {action}、漏掉一个 {miss} 计，总成本为 {cost}；谁都不处理为 {nobody}，全部处理为 {everybody}。',
    'decision.classes': '行为真实类别，列为模型所说的类别（折外）：对角线上占 {right}%。',
    'column.true': '真实类别',
    'axis.said': '模型所说',
    'axis.true': '实际 {class}',
    'axis.said.class': '判为 {class}',
    'cell.tip': '{true} → {said}：{n}',
  },
};

const named = estimatorTexts('estimator', offered);

/** Every text of the analysis, in both languages. */
export const texts = {
  en: { ...named.en, ...studyTexts.en, ...learningTexts.en, ...own.en },
  zh: { ...named.zh, ...studyTexts.zh, ...learningTexts.zh, ...own.zh },
};

export type TextKey = keyof typeof own.en | keyof typeof studyTexts.en;
