import type { Translate } from '../../contract/analysis.ts';
import { patternWords } from '../../features/pattern-words.ts';
import { patternOf } from '../../features/patterns.ts';
import type { ClvResult } from './result.ts';
import type { TextKey } from './texts.ts';

export type Text = Translate<TextKey>;

export const percent = (share: number): number => Math.round(share * 1000) / 10;

/** Four digits, as none of these is known to more. */
export const short = (value: number): number => Number(value.toPrecision(4));

/** By how much an expectation misses, in percent of what was counted. */
export const missed = (expected: number, actual: number): number => (actual > 0 ? percent(expected / actual - 1) : 0);

export const unitWord = ({ definition }: ClvResult, text: Text): string => text(`unit.${definition.unit}`);
export const perUnit = ({ definition }: ClvResult, text: Text): string => text(`per.${definition.unit}`);

/** What all views stand on. */
export function definitionText(result: ClvResult, text: Text): string {
  const { definition } = result;
  const events = definition.valuedOnly
    ? text('events.valued')
    : patternWords(patternOf(definition.purchase), text.language);
  const source =
    definition.source === 'table'
      ? text('source.table', { table: definition.table })
      : text('source.events', { events, end: definition.calibrationEnd, zone: definition.zone });
  return text('definition', {
    model: text(`option.model.${result.model}`),
    source,
    unit: unitWord(result, text),
    horizon: short(definition.horizonUnits),
    discount: percent(definition.discount),
  });
}

const FEW = 100;
/** From here on a correlation is more than a nuisance. */
const CORRELATED = 0.3;

/** What holds of all views. */
export function cautions(result: ClvResult, text: Text): string[] {
  const { n, converged, spending, model } = result;
  const r = spending?.correlation ?? 0;
  return [
    text('caution.model'),
    ...(n.repeaters < FEW ? [text('caution.few', { repeaters: n.repeaters })] : []),
    ...(converged ? [] : [text('caution.ridge')]),
    ...(Math.abs(r) > CORRELATED ? [text('caution.correlated', { r: short(r) })] : []),
    ...(spending && spending.mean === null ? [text('caution.noMean')] : []),
    ...(model === 'bg-nbd' ? [text('caution.sure')] : []),
  ];
}
