import type { View } from '../../contract/view.ts';
import { bandedLine } from '../../charts/banded-line.ts';
import { GONE } from './mark-names.ts';
import type { RetentionResult } from './result.ts';
import type { Text } from './words.ts';
import { SMALL, backWords, percent, startWords, unitWord } from './words.ts';

function sentence({ survival, definition }: RetentionResult, text: Text): string {
  const { silence, median, gone, staying, points } = survival;
  const unit = unitWord(definition, text);
  const last = points.at(-1);
  if (!last) return text('survival.early', { silence, unit });
  const common = { silence, unit, gone, staying, period: last.period, share: percent(last.survival) };
  if (median === null) return text('survival.above', { ...common, low: percent(last.low), high: percent(last.high) });
  return text('survival.sentence', { ...common, median: Math.round(median * 10) / 10 });
}

/** How many users still come, and when the others came for the last time. */
export function survivalView(result: RetentionResult, text: Text): View {
  const { survival, definition } = result;
  const { points, silence, tooNew } = survival;
  const unit = unitWord(definition, text);
  const keys = ['atRisk', 'gone', 'survival', 'low', 'high'] as const;
  const shares = (key: 'survival' | 'low' | 'high') => points.map((point) => percent(point[key]));
  const definitionText = text('survival.definition', {
    ...{ silence, unit, start: startWords(definition, text), back: backWords(definition, text) },
    ...{ end: definition.end, zone: definition.zone },
  });
  return {
    title: text('survival.title'),
    sentence: sentence(result, text),
    definition: definitionText,
    cautions: [
      text('caution.survival', { silence, unit }),
      ...(tooNew > 0 ? [text('caution.tooNew', { tooNew })] : []),
      ...(points.some(({ atRisk }) => atRisk < SMALL) ? [text('caution.atRisk', { least: SMALL })] : []),
    ],
    table: {
      columns: [text('column.index'), ...keys.map((key) => text(`column.${key}`))],
      rows: points.map((point) => [point.period, ...keys.map((key) => point[key])]),
    },
    ...(points.length > 0 && {
      chart: (theme) =>
        bandedLine(
          theme,
          { name: text('survival.title'), values: shares('survival'), low: shares('low'), high: shares('high') },
          [],
          {
            x: text('axis.index', { unit }),
            y: text('axis.survival'),
            places: points.map(({ period }) => String(period)),
            label: (place) => {
              const { period, survival: share, low, high, atRisk } = points[place]!;
              const values = { period, share: percent(share), low: percent(low), high: percent(high), atRisk };
              return text('survival.label', values);
            },
            max: 100,
            step: true,
          },
        ),
    }),
    // A point's users are those who came for the last time in the period before it.
    marks: points.map(({ period }) => (period > 0 ? `${GONE}:${period - 1}` : null)),
  };
}
