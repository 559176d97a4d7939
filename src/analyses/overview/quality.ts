import { findBots } from './bots.ts';
import { qualityTexts } from './quality-texts.ts';
import type { QualityCode, QualityFinding } from './result.ts';
import type { Tally } from './tally.ts';

export interface RowCounts {
  rows: number;
  missingUser: number;
  missingTime: number;
  futureTime: number;
}

/** A share in percent as the views show it: three significant digits, so that a rare fault isn't rounded away. */
export const percentOf = (share: number): number => Number((share * 100).toPrecision(3));

function worded(code: QualityCode, count: number, share: number, language: 'en' | 'zh'): string {
  const format = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { maximumSignificantDigits: 15 });
  return qualityTexts[language][`quality.${code}`]
    .replace('{count}', format.format(count))
    .replace('{share}', format.format(percentOf(share)));
}

/** Everything found that may make figures wrong; each says what it does to them. */
export function findQuality(rows: RowCounts, tally: Tally, language: 'en' | 'zh'): QualityFinding[] {
  const days = tally.eventsByDay;
  const empty = days.reduce((count, events) => count + (events === 0 ? 1 : 0), 0);
  const bots = findBots(tally.perUser);
  const found: [QualityCode, number, number][] = [
    ['missing-user', rows.missingUser, rows.missingUser / rows.rows],
    ['missing-time', rows.missingTime, rows.missingTime / rows.rows],
    ['future-time', rows.futureTime, rows.futureTime / tally.events],
    ['duplicates', tally.duplicates, tally.duplicates / tally.events],
    ['ties', tally.ties, tally.ties / tally.events],
    ['gaps', tally.events > 0 ? empty : 0, empty / days.length],
    ['bots', bots.users, bots.events / tally.events],
  ];
  return found
    .filter(([, count]) => count > 0)
    .map(([code, count, share]) => ({ code, count, share, message: worded(code, count, share, language) }));
}
