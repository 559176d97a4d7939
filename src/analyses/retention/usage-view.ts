import type { View } from '../../contract/view.ts';
import { histogramChart } from '../../charts/histogram.ts';
import { ONCE, USAGE } from './mark-names.ts';
import type { RetentionResult, Usage } from './result.ts';
import type { Text } from './words.ts';
import { backWords } from './words.ts';

function binName({ from, to }: Usage['histogram'][number], text: Text): string {
  if (to === null) return text('usage.longer', { from });
  return to === from + 1 ? String(from) : `${from}–${to - 1}`;
}

function sentence({ usage, definition }: RetentionResult, text: Text): string {
  const { users, once, median, p80, recommended } = usage;
  if (median === null || p80 === null) return text('usage.empty', { once });
  const advice = recommended
    ? text(recommended === definition.period ? 'usage.fits' : 'usage.recommended', {
        unit: text(`unit.${recommended}`),
      })
    : text('usage.rare');
  return text('usage.sentence', { median, p80, users }) + advice;
}

/** How often people use it: what a period of retention should be measured by. */
export function usageView(result: RetentionResult, text: Text): View {
  const { usage, definition } = result;
  const { histogram, once } = usage;
  const names = histogram.map((bin) => binName(bin, text));
  return {
    title: text('usage.title'),
    sentence: sentence(result, text),
    definition: text('usage.definition', { back: backWords(definition, text), zone: definition.zone }),
    cautions: [text('caution.usage', { once })],
    table: {
      columns: [text('column.interval'), text('column.users')],
      rows: [...histogram.map((bin, n) => [names[n]!, bin.users]), [text('usage.once'), once]],
    },
    chart: (theme) =>
      histogramChart(
        theme,
        histogram.map((bin, n) => ({ name: names[n]!, count: bin.users })),
        { x: text('axis.interval'), y: text('axis.users') },
      ),
    marks: [...histogram.map((_, n) => `${USAGE}:${n}`), `${USAGE}:${ONCE}`],
  };
}
