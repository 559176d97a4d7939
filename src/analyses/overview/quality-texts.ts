import type { QualityCode } from './result.ts';

/** What each finding says: in the result, which is worded once, and in the views, which follow the page's language. */
export const qualityTexts = {
  en: {
    'quality.missing-user':
      'Rows without a user: {count} ({share} %). They are left out of every figure; totals are too low if they were real.',
    'quality.missing-time':
      'Rows without a time that could be read: {count} ({share} %). They are left out of every figure; check the column’s format.',
    'quality.future-time':
      'Events later than this machine’s clock: {count} ({share} %). The log then seems to end later than it does, and retention takes users for observable who are not; check the time zone and the unit.',
    'quality.duplicates':
      'Events that repeat an earlier one, with the same user, time, event and item: {count} ({share} %). They are counted; totals, and funnels that ask for a step twice, may be too high.',
    'quality.ties':
      'Different events of one user at the same time: {count} ({share} %). Their order is that of the file; funnels may change with the rule for such ties.',
    'quality.gaps':
      'Days without any event between the first and the last: {count} ({share} %). If data are missing there, retention and trends are too low.',
    'quality.bots':
      'Users with far more events than the others: {count}, with {share} % of all events. If they are bots, totals and averages are too high; conversion counted by users hardly moves.',
  },
  zh: {
    'quality.missing-user': '没有用户的行：{count}（{share}%）。它们不计入任何数字；如果这些行真实有效，总数会偏低。',
    'quality.missing-time': '没有可读取时间的行：{count}（{share}%）。它们不计入任何数字；请检查该列的格式。',
    'quality.future-time':
      '晚于本机时钟的事件：{count}（{share}%）。日志因此看似结束得更晚，留存会把不可观察的用户当作可观察；请检查时区和单位。',
    'quality.duplicates':
      '与之前的事件重复（用户、时间、事件和商品都相同）的事件：{count}（{share}%）。它们仍计入；总数以及要求同一步骤出现两次的漏斗可能偏高。',
    'quality.ties': '同一用户在同一时刻的不同事件：{count}（{share}%）。其先后按文件顺序；漏斗可能随并列规则而变。',
    'quality.gaps': '首尾之间完全没有事件的天数：{count}（{share}%）。如果是数据缺失，留存和趋势会偏低。',
    'quality.bots':
      '事件远多于其他人的用户：{count}，占全部事件的 {share}%。如果他们是机器人，总数和平均值会偏高；按用户计算的转化几乎不受影响。',
  },
} satisfies Record<'en' | 'zh', Record<`quality.${QualityCode}`, string>>;
