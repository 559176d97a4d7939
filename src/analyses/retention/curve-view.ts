import type { View } from '../../contract/view.ts';
import { bandedLine } from '../../charts/banded-line.ts';
import { ALL } from './mark-names.ts';
import type { RetentionResult, TotalCell } from './result.ts';
import type { Text } from './words.ts';
import {
  SMALL,
  backWords,
  clockWords,
  definitionWords,
  figureOf,
  percent,
  shown,
  startWords,
  unitWord,
} from './words.ts';

const AVERAGES = ['pooled', 'weighted', 'simple'] as const;

const averageText = (cell: TotalCell, text: Text): string =>
  text('curve.averages', {
    pooled: percent(cell.pooled!),
    weighted: percent(cell.weighted!),
    simple: percent(cell.simple!),
  });

/** The first period after the start speaks for the curve: every later one is read off it. */
function curveSentence(result: RetentionResult, text: Text): string {
  const { definition, total, cohorts, periods } = result;
  const [unit, start] = [unitWord(definition, text), startWords(definition, text)];
  if (cohorts.length === 0) return text('curve.empty', { start });
  const cell = total[1];
  if (!cell || cell.rate === null) return text('curve.early', { unit });
  const common = {
    ...{ unit, start, index: periods[1]!, kind: text(`kind.${definition.kind}`), returned: cell.returned },
    ...{ observable: cell.observable, low: percent(cell.low!), high: percent(cell.high!) },
    ...{ back: backWords(definition, text), clock: clockWords(definition, text), property: definition.property },
  };
  const tail = text('curve.sentence.tail', common);
  const { measure } = definition;
  if (measure !== 'rate') {
    const value = figureOf(definition, cell);
    return value === null
      ? text('curve.no-values', common)
      : text(`curve.sentence.${measure}`, { ...common, value }) + tail;
  }
  const share = percent(cell[definition.average]!);
  const key = definition.average === 'pooled' ? 'curve.sentence.rate' : 'curve.sentence.mean';
  return text(key, { ...common, share, average: text(`average.name.${definition.average}`) }) + tail;
}

function cautions(result: RetentionResult, text: Text): string[] {
  const { definition, total } = result;
  const { cohort, kind, average, reference } = definition;
  const known = total.filter((cell) => cell.rate !== null);
  const small = known.find((cell) => cell.observable < SMALL);
  const means = known.slice(1).map((cell) => Math.abs(cell.simple! - cell.pooled!));
  return [
    ...(small ? [text('caution.small', { least: SMALL, index: result.periods[small.index]! })] : []),
    ...(cohort === 'recurring' ? [text('caution.recurring')] : []),
    ...(kind === 'onOrAfter' ? [text('caution.onOrAfter')] : []),
    ...(average === 'simple' || Math.max(0, ...means) > 0.05 ? [text('caution.averages')] : []),
    ...(reference === 'previous' ? [text('caution.previous')] : []),
    ...(result.partial ? [text('caution.partial', { partial: result.partial })] : []),
  ];
}

const VALUES = ['sum', 'average', 'perUser'] as const;

function tableOf({ total, definition, periods }: RetentionResult, text: Text): View['table'] {
  const keys = ['returned', 'observable', 'rate', 'low', 'high', 'simple', 'weighted'] as const;
  const values = definition.property ? VALUES : [];
  return {
    columns: [text('column.index'), ...[...keys, ...values].map((key) => text(`column.${key}`))],
    rows: total.map((cell) => [periods[cell.index]!, ...[...keys, ...values].map((key) => cell[key])]),
  };
}

function labelOf(result: RetentionResult, cell: TotalCell, text: Text): string {
  const { definition, periods } = result;
  const index = periods[cell.index]!;
  if (cell.rate === null) return text('cell.unknown', { index });
  const value = figureOf(definition, cell);
  const figure = definition.measure === 'rate' || value === null ? '' : `\n${shown(definition, value, text)}`;
  const values = { index, returned: cell.returned, observable: cell.observable, share: percent(cell.rate) };
  return `${text('curve.label', values)}\n${averageText(cell, text)}${figure}`;
}

const inPercent = (share: number | null): number | null => (share === null ? null : percent(share));

/** The line of the measure; the rate's three averages, the chosen one with the interval of the pooled rate where it is that. */
function chart(result: RetentionResult, text: Text): NonNullable<View['chart']> {
  const { total, definition } = result;
  const { measure, average } = definition;
  const isRate = measure === 'rate';
  const line = (key: (typeof AVERAGES)[number]) => ({
    name: text(`average.name.${key}`),
    values: total.map((cell) => inPercent(cell[key])),
  });
  const bounds = { low: total.map((cell) => inPercent(cell.low)), high: total.map((cell) => inPercent(cell.high)) };
  const main = isRate
    ? { ...line(average), ...(average === 'pooled' && bounds) }
    : { name: text(`option.measure.${measure}`), values: total.map((cell) => figureOf(definition, cell)) };
  const others = isRate ? AVERAGES.filter((key) => key !== average).map(line) : [];
  return (theme) =>
    bandedLine(theme, main, others, {
      x: text('axis.index', { unit: unitWord(definition, text) }),
      y: text(`axis.${measure}`, { property: definition.property }),
      places: result.periods,
      label: (place) => labelOf(result, total[place]!, text),
      partial: total.map((cell) => cell.partial),
      ...(isRate && { max: 100 }),
    });
}

/** Who returns, all cohorts together. */
export function curveView(result: RetentionResult, text: Text): View {
  return {
    title: text('curve.title'),
    sentence: curveSentence(result, text),
    definition: definitionWords(result, text),
    cautions: cautions(result, text),
    table: tableOf(result, text),
    chart: chart(result, text),
    marks: result.total.map((cell) => (cell.rate === null ? null : `${ALL}:${cell.index}`)),
  };
}
