import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import type { RfmResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const rounded = (value: number): number => Number(value.toPrecision(6));

/** What a figure must be for a score, from the borders; nobody has a score between two equal borders. */
function rangeText(cuts: readonly number[], score: number, text: Text): string {
  const [low, high] = [cuts[score - 2], cuts[score - 1]];
  if (low !== undefined && high !== undefined && low === high) return text('cuts.none');
  if (low === undefined) return text('cuts.most', { high: rounded(high ?? 0) });
  return high === undefined
    ? text('cuts.above', { low: rounded(low) })
    : text('cuts.range', { low: rounded(low), high: rounded(high) });
}

/** As `rangeText`, where less is better. */
function daysText(cuts: readonly number[], score: number, text: Text): string {
  const [low, high] = [cuts[cuts.length - score], cuts[cuts.length + 1 - score]];
  if (low !== undefined && high !== undefined && low === high) return text('cuts.none');
  if (low === undefined) return text('cuts.until', { high: rounded(high ?? 0) });
  return high === undefined
    ? text('cuts.from', { low: rounded(low) })
    : text('cuts.recency', { low: rounded(low), high: rounded(high) });
}

/** What a user's figures must be for each score. */
export function cutsView({ cuts, definition }: RfmResult, text: Text, definitionText: string): View {
  const scores = Array.from({ length: definition.groups }, (_, n) => definition.groups - n);
  const { monetary } = cuts;
  const best = { days: rounded(cuts.recency[0]!), frequency: rounded(cuts.frequency.at(-1)!) };
  const columns = [
    'score',
    'recencyRange',
    'frequencyRange',
    ...(monetary ? (['monetaryRange'] as const) : []),
  ] as const;
  return {
    title: text('cuts.title'),
    sentence: monetary
      ? text('cuts.sentence.value', { ...best, amount: rounded(monetary.at(-1)!) })
      : text('cuts.sentence.count', best),
    definition: definitionText,
    table: {
      columns: columns.map((column) => text(`column.${column}`)),
      rows: scores.map((score) => [
        score,
        daysText(cuts.recency, score, text),
        rangeText(cuts.frequency, score, text),
        ...(monetary ? [rangeText(monetary, score, text)] : []),
      ]),
    },
  };
}
