import { readFileSync } from 'node:fs';
import type { SurvivalData } from './data.ts';

/** For tests: the columns of lifelines' rossi (MIT), 432 convicts observed for a year after their release. */
export function rossi(): Record<string, Float64Array> {
  const [head, ...lines] = readFileSync(new URL('./rossi.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const rows = lines.map((line) => line.split(',').map(Number));
  return Object.fromEntries(
    head!
      .trim()
      .split(',')
      .map((name, n) => [name, Float64Array.from(rows, (row) => row[n]!)]),
  );
}

/** Columns as a hazard model reads them: `week` and `arrest` are the time and the event. */
export function rossiData(names: readonly string[]): SurvivalData {
  const columns = rossi();
  const rows = columns['week']!.length;
  const x = Float64Array.from(
    { length: rows * names.length },
    (_, n) => columns[names[n % names.length]!]![Math.floor(n / names.length)]!,
  );
  return { names, x, times: columns['week']!, events: Uint8Array.from(columns['arrest']!) };
}
