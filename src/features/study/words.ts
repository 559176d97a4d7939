import type { Translate } from '../../contract/analysis.ts';
import type { FeatureLegend, StudyResult } from '../../contract/learning.ts';
import { DAY, HOUR, MINUTE } from '../../core/calendar.ts';
import { featureSentence } from '../learning/words.ts';
import type { StudyText } from './texts.ts';

export type StudyTranslate = Translate<StudyText>;

/** So many digits that mean something. */
export const digits = (value: number, n = 3): number => Number(value.toPrecision(n));

/** A figure of the folds that may be unknown: the spread of a single one, or what a fold with one class alone has none of. */
export const ifKnown = (value: number | undefined, write: (value: number) => number): number | string =>
  Number.isFinite(value) ? write(value!) : '–';

/** A length of time in the unit in which it is best read. */
export function lengthText(ms: number, text: StudyTranslate): string {
  const [unit, size] =
    ms >= 2 * DAY ? (['d', DAY] as const) : ms >= 2 * HOUR ? (['h', HOUR] as const) : (['m', MINUTE] as const);
  return text(`span.${unit}`, { n: digits(ms / size) });
}

/** A moment in UTC, to the minute where it isn't midnight. */
export function momentText(ms: number): string {
  const iso = new Date(ms).toISOString();
  return iso.slice(11, 16) === '00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

/** A feature in words; a column of a table under its own name. */
export function featureName(name: string, legend: readonly FeatureLegend[], text: StudyTranslate): string {
  const row = legend.find((each) => each.name === name);
  return row ? featureSentence(row, text.language) : name;
}

/** An encoded column, `device_phone`, by the words for the column that it came of. */
export function encodedName(name: string, legend: readonly FeatureLegend[], text: StudyTranslate): string {
  const row = legend.find((each) => name === each.name || name.startsWith(`${each.name}_`));
  return row ? `${featureSentence(row, text.language)}${name.slice(row.name.length).replace(/^_/, ': ')}` : name;
}

/** A value in a cell or a sentence. */
export const valueText = (value: string | number | null, text: StudyTranslate): string | number =>
  value === null ? text('value.missing') : typeof value === 'number' ? digits(value, 4) : value;

const labelOf = (key: string, text: StudyTranslate): string => text(key as StudyText);

export const metricName = (metric: string, text: StudyTranslate): string => labelOf(`metric.${metric}`, text);

export const estimatorName = (estimator: string, text: StudyTranslate): string =>
  labelOf(`option.estimator.${estimator}`, text);

/** The settings of a model under the names that its form has for them. */
export function settingsText({ estimator, estimatorParams }: StudyResult, text: StudyTranslate): string {
  const named = (name: string) => labelOf(`setting.${estimator}.param.${name}`, text);
  return Object.entries(estimatorParams)
    .map(([name, value]) => `${named(name)}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ');
}

/** How the rows were split, in words. */
export function splitText({ kind, folds, repeats }: StudyResult['split'], text: StudyTranslate): string {
  const split = text(`split.${kind}` as StudyText, { folds });
  return repeats > 1 ? text('split.repeated', { split, repeats }) : split;
}

/** What the figures of a study stand on. */
export const studyDefinition = (result: StudyResult, text: StudyTranslate): string =>
  text('study.about', {
    estimator: estimatorName(result.estimator, text),
    n: result.n,
    read: result.columns.read,
    used: result.columns.used,
    split: splitText(result.split, text),
  });
