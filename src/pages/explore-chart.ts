import type { ArrowSource } from '../state/arrow-values.ts';
import type { QuickData, QuickKind } from '../ui/quick-chart.ts';

/** The most rows that a chart draws: more marks than pixels say nothing more, and names cost more than numbers. */
export function chartRows(kind: QuickKind, source: ArrowSource, x: number): number {
  const named = kind === 'bar' || xAxisOf(source, x) === 'category';
  return named ? 2_000 : kind === 'line' ? 20_000 : 50_000;
}

function xAxisOf(source: ArrowSource, x: number): QuickData['xAxis'] {
  const { type, numeric } = source.columns[x]!;
  if (type === 'timestamp' || type === 'date') return 'time';
  return numeric ? 'value' : 'category';
}

const numberOf = (value: unknown): number | null => {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : NaN;
  return Number.isFinite(number) ? number : null;
};

const cellOf = (value: unknown): string | number | null =>
  value === null || typeof value === 'number' ? value : String(value);

/** Two columns of a result for the quick chart. */
export function chartData(kind: QuickKind, source: ArrowSource, x: number, y: number): QuickData {
  const rows = Math.min(source.rows, chartRows(kind, source, x));
  return {
    x: Array.from({ length: rows }, (_, row) => cellOf(source.value(row, x))),
    y: Array.from({ length: rows }, (_, row) => numberOf(source.value(row, y))),
    xName: source.columns[x]!.name,
    yName: source.columns[y]!.name,
    xAxis: xAxisOf(source, x),
  };
}
