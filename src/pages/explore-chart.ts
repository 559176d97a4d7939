import type { ArrowSource } from '../state/arrow-values.ts';
import type { QuickData } from '../ui/quick-chart.ts';

/** More marks than pixels say nothing more. */
export const chartRows = 50_000;

const numberOf = (value: unknown): number | null => {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : NaN;
  return Number.isFinite(number) ? number : null;
};

const cellOf = (value: unknown): string | number | null =>
  value === null || typeof value === 'number' ? value : String(value);

/** Two columns of a result for the quick chart. */
export function chartData(source: ArrowSource, x: number, y: number): QuickData {
  const rows = Math.min(source.rows, chartRows);
  const { name: xName, type, numeric } = source.columns[x]!;
  const temporal = type === 'timestamp' || type === 'date';
  return {
    x: Array.from({ length: rows }, (_, row) => cellOf(source.value(row, x))),
    y: Array.from({ length: rows }, (_, row) => numberOf(source.value(row, y))),
    xName,
    yName: source.columns[y]!.name,
    xAxis: temporal ? 'time' : numeric ? 'value' : 'category',
  };
}
