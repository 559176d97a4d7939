import type { Translate } from '../../contract/analysis.ts';
import { minuteText } from '../../core/calendar.ts';
import { patternWords } from '../../features/pattern-words.ts';
import { patternOf } from '../../features/patterns.ts';
import type { SurvivalResult } from './result.ts';
import type { TextKey } from './texts.ts';

export type Text = Translate<TextKey>;

export const percent = (share: number): number => Math.round(share * 1000) / 10;
export const short = (value: number): number => Number(value.toPrecision(3));

export const unitWord = ({ definition }: SurvivalResult, text: Text): string =>
  definition.source === 'events' ? text('unit.days') : text('unit.table', { duration: definition.duration });

const isAny = (pattern: SurvivalResult['definition']['end']): boolean => {
  const { events, where = [] } = patternOf(pattern);
  return events.length === 0 && where.length === 0;
};

/** What happens to a subject, after its number: `had gone silent for 30 days`. */
export function whatWords({ definition }: SurvivalResult, text: Text): string {
  if (definition.source === 'table') return text('what.table');
  if (isAny(definition.end)) return text('what.gone', { gap: short(definition.gapDays) });
  return text('what.event', { event: patternWords(patternOf(definition.end), text.language) });
}

/** Who is followed from when to when. */
export function definitionText({ definition }: SurvivalResult, text: Text): string {
  const { table, duration, event, start, end, gapDays, observationEnd, zone, level } = definition;
  const common = { level: percent(level), end: minuteText(Date.parse(observationEnd), zone), zone };
  if (definition.source === 'table') {
    const censoring = event === '' ? text('definition.all') : text('definition.column', { event });
    return text('definition.table', { table, duration, censoring, level: common.level });
  }
  const words = (pattern: typeof start) => patternWords(patternOf(pattern), text.language);
  const from = isAny(start) ? text('start.first') : text('start.pattern', { event: words(start) });
  if (isAny(end)) return text('definition.churn', { ...common, start: from, gap: short(gapDays) });
  return text('definition.event', { ...common, start: from, event: words(end) });
}

const FEW = 30;

/** What holds of the curves. */
export function curveCautions({ leftOut, curve, definition }: SurvivalResult, text: Text): string[] {
  return [
    text('caution.censoring'),
    ...((curve.at(-1)?.atRisk ?? 0) < FEW ? [text('caution.few', { least: FEW })] : []),
    ...(leftOut.missing > 0 ? [text('caution.missing', { n: leftOut.missing })] : []),
    ...(leftOut.tooNew > 0 ? [text('caution.tooNew', { n: leftOut.tooNew, gap: short(definition.gapDays) })] : []),
  ];
}

const EVENTS_EACH = 10;
const SURELY = 0.05;

/** What holds of the models. */
export function modelCautions({ leftOut, cox, definition }: SurvivalResult, text: Text): string[] {
  const { incomplete, early, columns } = leftOut;
  const drifts = cox?.proportional.columns.some(({ p }) => p < SURELY) ?? false;
  return [
    text('caution.cause'),
    ...(cox && cox.events < EVENTS_EACH * cox.coefficients.length ? [text('caution.events')] : []),
    ...(drifts ? [text('caution.drift')] : []),
    ...(cox && cox.unbounded.length > 0 ? [text('caution.unbounded', { names: cox.unbounded.join(', ') })] : []),
    ...(cox && cox.dropped.length > 0
      ? [text('caution.dropped', { names: cox.dropped.map(({ name }) => name).join(', ') })]
      : []),
    ...(columns.length > 0 ? [text('caution.left', { names: columns.join(', ') })] : []),
    ...(incomplete > 0 ? [text('caution.incomplete', { n: incomplete })] : []),
    ...(early > 0 ? [text('caution.early', { n: early, days: short(definition.earlyDays) })] : []),
  ];
}
