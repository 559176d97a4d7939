import type { Translate } from '../../contract/analysis.ts';
import { HOUR } from '../../core/calendar.ts';
import { patternOf } from '../../features/patterns.ts';
import { patternWords } from '../../features/pattern-words.ts';
import { INTERVAL_MS } from './cells.ts';
import type { RetentionCell, RetentionResult } from './result.ts';
import type { TextKey } from './texts.ts';

export type Text = Translate<TextKey>;
type Definition = RetentionResult['definition'];

export const percent = (share: number): number => Math.round(share * 1000) / 10;

/** Cells of fewer users say little. */
export const SMALL = 30;

export const startWords = ({ start }: Definition, text: Text): string => patternWords(patternOf(start), text.language);
export const backWords = ({ back }: Definition, text: Text): string => patternWords(patternOf(back), text.language);

export function clockWords({ clock, period, zone, weekStart }: Definition, text: Text): string {
  if (clock === 'rolling') return text('clock.rolling', { hours: INTERVAL_MS[period] / HOUR });
  return text(`clock.calendar.${period}`, { zone, weekStart: text(`week.${weekStart}`) });
}

export const unitWord = ({ period }: Definition, text: Text): string => text(`unit.${period}`);

/** Every option that moves a figure, in words. */
export function definitionWords(result: RetentionResult, text: Text): string {
  const { definition } = result;
  const { cohort, kind, minimum, reference, incomplete, clock, property } = definition;
  const unit = unitWord(definition, text);
  const parts = [
    text('definition.events', { start: startWords(definition, text), back: backWords(definition, text) }),
    text(`definition.cohort.${cohort}`, { unit }),
    text(`definition.kind.${kind}`, { unit, brackets: result.periods.slice(1).join(', ') }),
    ...(minimum > 1 ? [text('definition.minimum', { minimum })] : []),
    text('definition.clock', { clock: clockWords(definition, text) }),
    text(`definition.reference.${reference}`),
    text(`average.${definition.average}`),
    ...(property ? [text('definition.property', { property })] : []),
    ...(clock === 'calendar' ? [text(`definition.incomplete.${incomplete}`, { unit })] : []),
    text('definition.end', { end: definition.end, zone: definition.zone }),
  ];
  return parts.join(text.language === 'zh' ? '' : ' ');
}

/** The figure that the chosen measure reads off a cell; shares in percent. */
export function figureOf({ measure }: Definition, cell: RetentionCell): number | null {
  if (measure === 'rate') return cell.rate === null ? null : percent(cell.rate);
  if (measure === 'users') return cell.rate === null ? null : cell.returned;
  return cell[measure];
}

/** Rounded as far as a person reads it. */
export function shown({ measure }: Definition, value: number, text: Text): string {
  const digits = measure === 'rate' ? 1 : 2;
  const number = new Intl.NumberFormat(text.language === 'zh' ? 'zh-CN' : 'en-GB', { maximumFractionDigits: digits });
  return measure === 'rate' ? `${number.format(value)} %` : number.format(value);
}
