import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { rowLines } from '../../charts/row-lines.ts';
import { stackedBars } from '../../charts/stacked-bars.ts';
import { patternOf } from '../../features/patterns.ts';
import { patternWords } from '../../features/pattern-words.ts';
import type { LifecyclePeriod, LifecycleResult } from './result.ts';
import { STAGES } from './result.ts';
import { spoken } from './spoken.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

/** The most periods that a chart can show apart. */
const MOST_BARS = 104;

const round = (value: number): number => Math.round(value * 100) / 100;

function definitionText({ definition }: LifecycleResult, text: Text): string {
  const { zone, weekStart, period, what, end } = definition;
  const values = { zone, weekStart: text(`week.${weekStart}`) };
  return text('definition', {
    ...{ what: patternWords(patternOf(what), text.language), unit: text(`option.period.${period}`) },
    ...{ clock: text(`clock.${period}`, values), end, zone },
  });
}

function sentence(result: LifecycleResult, text: Text): string {
  const period = spoken(result);
  if (!period) return text('empty', { what: patternWords(patternOf(result.definition.what), text.language) });
  const counts = {
    ...{ active: period.active, fresh: period.new, returning: period.returning },
    ...{ resurrecting: period.resurrecting, dormant: period.dormant },
  };
  const unit = text(`option.period.${result.definition.period}`);
  const said = text('stages.sentence', { ...counts, unit, period: period.period });
  if (period.pulse === null) return said;
  const direction = period.pulse > 1 ? 'grows' : period.pulse < 1 ? 'shrinks' : 'level';
  return said + text(`pulse.${direction}`, { pulse: round(period.pulse) });
}

const placeLabel = (period: LifecyclePeriod, text: Text): string =>
  [
    period.period + (period.partial ? text('label.partial') : ''),
    ...STAGES.map((stage) => `${text(`stage.${stage}`)}: ${period[stage]}`),
  ].join('\n');

/** Users by stage, those who became dormant below zero. */
function stagesView(result: LifecycleResult, text: Text): View {
  // The chart's periods come first in the table.
  const latest = result.periods.slice(-MOST_BARS);
  const all = [...latest, ...result.periods.slice(0, -MOST_BARS)];
  const rows = all.flatMap((period) => STAGES.map((stage) => ({ period, stage })));
  const series = STAGES.map((stage, n) => ({
    name: text(`stage.${stage}`),
    values: latest.map((period) => (stage === 'dormant' ? -period[stage] : period[stage])),
    rows: latest.map((_, place) => place * STAGES.length + n),
  }));
  const unit = text(`option.period.${result.definition.period}`);
  return {
    title: text('stages.title'),
    sentence: sentence(result, text),
    definition: definitionText(result, text),
    cautions: [text('caution.first'), ...(latest.at(-1)?.partial ? [text('caution.partial', { unit })] : [])],
    table: {
      columns: (['period', 'stage', 'users'] as const).map((key) => text(`column.${key}`)),
      rows: rows.map(({ period, stage }) => [period.period, text(`stage.${stage}`), period[stage]]),
    },
    chart: (theme) =>
      stackedBars(theme, series, {
        x: text('axis.period', { unit, zone: result.definition.zone }),
        y: text('axis.users'),
        places: latest.map(({ period }) => period),
        label: (place) => placeLabel(latest[place]!, text),
        partial: latest.map(({ partial }) => partial),
      }),
    marks: rows.map(({ period, stage }) => `${stage}:${period.period}`),
  };
}

function pulseSentence(result: LifecycleResult, text: Text): string {
  const known = result.periods.filter(({ pulse, partial }) => pulse !== null && !partial);
  if (known.length === 0) return text('pulse.unknown');
  const growing = known.filter(({ pulse }) => pulse! > 1).length;
  return text('pulse.sentence', {
    growing,
    periods: known.length,
    unit: text(`option.period.${result.definition.period}`),
  });
}

/** Whether more people come than go. */
function pulseView(result: LifecycleResult, text: Text): View {
  const { periods, definition } = result;
  const keys = ['active', ...STAGES, 'pulse'] as const;
  const unit = text(`option.period.${definition.period}`);
  return {
    title: text('pulse.title'),
    sentence: pulseSentence(result, text),
    definition: `${text('pulse.definition')} ${definitionText(result, text)}`,
    cautions: [text('caution.pulse')],
    table: {
      columns: [text('column.period'), ...keys.map((key) => text(`column.${key}`))],
      rows: periods.map((period) => [period.period, ...keys.map((key) => period[key])]),
    },
    chart: (theme) =>
      rowLines(
        theme,
        [
          {
            name: text('pulse.title'),
            values: periods.map(({ pulse, partial }) => (partial ? null : pulse)),
            rows: periods.map((_, row) => row),
          },
        ],
        {
          x: text('axis.period', { unit, zone: definition.zone }),
          y: text('axis.pulse'),
          places: periods.map(({ period }) => period),
          label: (place) => {
            const { period, pulse } = periods[place]!;
            return `${period}: ${pulse === null ? '–' : round(pulse)}`;
          },
        },
      ),
    marks: periods.map(({ period }) => `active:${period}`),
  };
}

/** The stages period by period, and their balance. */
export function views(result: LifecycleResult, text: Text): View[] {
  return result.periods.length === 0 ? [stagesView(result, text)] : [stagesView(result, text), pulseView(result, text)];
}
