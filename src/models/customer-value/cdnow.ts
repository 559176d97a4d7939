import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { DAY } from '../../core/calendar.ts';
import type { PurchaseSummary } from './summary.ts';

/** For tests: the CDNOW sample as customers of the calibration to 30 September 1997, in weeks, and what they did in the 39 weeks after. */
export function cdnow(): PurchaseSummary & { monetary: Float64Array; holdout: Float64Array } {
  const days = new Map<string, Map<number, number>>();
  const lines = gunzipSync(readFileSync('sample-data/cdnow.csv.gz')).toString().trim().split('\n').slice(1);
  for (const line of lines) {
    const [user, , date, , dollars] = line.split(',');
    const own = days.get(user!) ?? new Map<number, number>();
    const day = Date.parse(date!) / DAY;
    days.set(user!, own.set(day, (own.get(day) ?? 0) + Number(dollars)));
  }
  const end = Date.parse('1997-09-30') / DAY;
  const rows = [...days.values()].map((own) => {
    const first = Math.min(...own.keys());
    const repeats = [...own].filter(([day]) => day > first && day <= end);
    const amounts = repeats.map(([, amount]) => amount);
    return {
      frequency: repeats.length,
      recency: (Math.max(first, ...repeats.map(([day]) => day)) - first) / 7,
      age: (end - first) / 7,
      monetary: amounts.reduce((sum, amount) => sum + amount, 0) / Math.max(1, amounts.length),
      holdout: [...own.keys()].filter((day) => day > end).length,
    };
  });
  const column = (key: keyof (typeof rows)[0]) => Float64Array.from(rows, (row) => row[key]);
  return {
    frequency: column('frequency'),
    recency: column('recency'),
    age: column('age'),
    monetary: column('monetary'),
    holdout: column('holdout'),
  };
}
