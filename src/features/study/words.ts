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

/** What a form says in brackets behind a setting's name: how to fill it in. */
const HINT = /\s*[(（][^()（）]*[)）]$/;

/** The settings of a model under the names that its form has for them, and choices in its words. */
export function settingsText(
  estimator: string,
  params: Readonly<Record<string, unknown>>,
  text: StudyTranslate,
  figure: (value: number) => string = String,
): string {
  const say = (key: string) => labelOf(`setting.${estimator}.${key}`, text);
  const isZh = text.language === 'zh';
  const written = (name: string, value: unknown) => {
    if (typeof value === 'number') return figure(value);
    if (typeof value !== 'string') return JSON.stringify(value);
    const key = `option.${name}.${value}`;
    const option = say(key);
    return option === `setting.${estimator}.${key}` ? value : option;
  };
  return Object.entries(params)
    .map(([name, value]) => `${say(`param.${name}`).replace(HINT, '')}${isZh ? '：' : ': '}${written(name, value)}`)
    .join(isZh ? '；' : '; ');
}

/** How the rows were split, in words. */
export function splitText({ kind, folds, repeats }: StudyResult['split'], text: StudyTranslate): string {
  const split = text(`split.${kind}` as StudyText, { folds });
  return repeats > 1 ? text('split.repeated', { split, repeats }) : split;
}

const GROUPS = 10;

/** What groups by rank stand on, and why there are no ten of them. */
export function groupsDefinition(result: StudyResult & { deciles: readonly unknown[] }, text: StudyTranslate): string {
  const about = studyDefinition(result, text);
  if (result.deciles.length >= GROUPS) return about;
  return `${about}${text.language === 'zh' ? '' : ' '}${text('groups.few')}`;
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
