import type { View } from '../../contract/view.ts';
import { signedBars } from '../../charts/signed-bars.ts';
import type { Driver, FunnelResult } from './result.ts';
import type { Text } from './wording.ts';
import { stepLabels, unitsText } from './wording.ts';

const MOST_BARS = 12;
const CLEAR = 0.05;

const driverName = ({ kind, name, value }: Driver, text: Text): string =>
  kind === 'event' ? text('driver.event', { name }) : text('driver.property', { name, value: value ?? '' });

const rounded = (value: number): number => Number(value.toPrecision(2));

/** What those who went on had done, or were, more or less often than those who were lost. */
export function driversView(result: FunnelResult, text: Text): View | null {
  const { drivers } = result;
  if (!drivers || drivers.rows.length === 0) return null;
  const { rows, compared, reached } = drivers;
  const labels = stepLabels(result, text);
  const clear = rows.filter(({ q }) => q < CLEAR).length;
  const common = { compared, reached, from: labels[drivers.from]!, units: unitsText(result.definition, text) };
  const { odds, low, high } = rows[0]!;
  const first = { name: driverName(rows[0]!, text), odds: rounded(odds), low: rounded(low), high: rounded(high) };
  const bars = rows.slice(0, MOST_BARS).map((row) => ({
    name: driverName(row, text),
    value: Math.round(Math.log2(row.odds) * 100) / 100,
    label: `× ${rounded(row.odds)}`,
  }));
  const keys = ['driver', 'with', 'withLost', 'without', 'withoutLost', 'odds', 'low', 'high', 'p', 'q'] as const;
  return {
    title: text('drivers.title', { step: labels[drivers.to]! }),
    sentence: clear > 0 ? text('drivers.sentence', { ...common, ...first, clear }) : text('drivers.nothing', common),
    cautions: [text('caution.correlation'), ...(compared > 1 ? [text('caution.comparisons', { compared })] : [])],
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: rows.map((row) => [
        driverName(row, text),
        ...[row.withWent, row.withLost, row.withoutWent, row.withoutLost, row.odds, row.low, row.high, row.p, row.q],
      ]),
    },
    chart: (theme) => signedBars(theme, bars, text('axis.odds')),
  };
}
