import type { View } from '../../contract/view.ts';
import { bandedLine } from '../../charts/banded-line.ts';
import { groupMark } from './mark-names.ts';
import type { RetentionResult } from './result.ts';
import type { Text } from './words.ts';
import { SMALL, definitionWords, figureOf, percent, shown, unitWord } from './words.ts';

type Group = RetentionResult['groups'][number];

function nameOf({ value, other }: Group, text: Text): string {
  if (other) return text('group.other');
  return value ?? text('group.none');
}

/** The largest and the smallest first return among groups large enough to speak of. */
function sentence({ groups, definition, periods }: RetentionResult, text: Text): string {
  const known = groups.filter(({ cells }) => (cells[1]?.observable ?? 0) >= SMALL);
  const sorted = known.toSorted((a, b) => b.cells[1]!.rate! - a.cells[1]!.rate!);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  const common = { property: definition.breakdown, unit: unitWord(definition, text), index: periods[1] ?? '1' };
  if (!best || !worst || best === worst) return text('breakdown.small', { ...common, least: SMALL });
  const of = (group: Group) => percent(group.cells[1]!.rate!);
  return text('breakdown.sentence', {
    ...{ ...common, best: nameOf(best, text), high: of(best), worst: nameOf(worst, text), low: of(worst) },
    ...{ bestOf: best.cells[1]!.observable, worstOf: worst.cells[1]!.observable },
  });
}

/** A curve for each value of a property of the start event. */
export function breakdownView(result: RetentionResult, text: Text): View {
  const { groups, definition, periods } = result;
  const rows = groups.flatMap((group) =>
    group.cells.filter(({ rate }) => rate !== null).map((cell) => ({ group, cell })),
  );
  const rowOf = new Map(rows.map(({ cell }, row) => [cell, row]));
  const keys = ['returned', 'observable', 'rate', 'low', 'high'] as const;
  const label = (place: number) =>
    [
      periods[place]!,
      ...groups.map((group) => {
        const figure = figureOf(definition, group.cells[place]!);
        return `${nameOf(group, text)}: ${figure === null ? '–' : shown(definition, figure, text)}`;
      }),
    ].join('\n');
  return {
    title: text('breakdown.title', { property: definition.breakdown }),
    sentence: sentence(result, text),
    definition: definitionWords(result, text),
    cautions: [text('caution.breakdown')],
    table: {
      columns: [definition.breakdown, ...(['users', 'index', ...keys] as const).map((key) => text(`column.${key}`))],
      rows: rows.map(({ group, cell }) => [
        ...[nameOf(group, text), group.size, periods[cell.index]!],
        ...keys.map((key) => cell[key]),
      ]),
    },
    chart: (theme) =>
      bandedLine(theme, lineOf(groups[0]!), groups.slice(1).map(lineOf), {
        x: text('axis.index', { unit: unitWord(definition, text) }),
        y: text(`axis.${definition.measure}`, { property: definition.property }),
        places: periods,
        label,
      }),
    marks: rows.map(({ group, cell }) => `${groupMark(group.value, group.other)}:${cell.index}`),
  };

  function lineOf(group: Group) {
    return {
      name: nameOf(group, text),
      values: group.cells.map((cell) => figureOf(definition, cell)),
      rows: group.cells.map((cell) => rowOf.get(cell) ?? -1),
    };
  }
}
