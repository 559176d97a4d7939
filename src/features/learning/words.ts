import type { LearningAbout } from '../../core/learning.ts';
import { DAY, HOUR, MINUTE, parseDuration } from '../../core/calendar.ts';
import { patternWords } from '../pattern-words.ts';
import { patternOf } from '../patterns.ts';
import type { LearningParams } from './params.ts';
import { gapOf } from './plan.ts';
import { featureTexts, targetTexts } from './texts.ts';

type Language = 'en' | 'zh';

const filled = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** What a feature says of a user; one whose kind has no words, under its own name. */
export function featureSentence(row: { name: string; kind: string; of: string }, language: Language): string {
  const texts: Record<string, string> = featureTexts[language];
  return Object.hasOwn(texts, row.kind) ? filled(texts[row.kind]!, { of: row.of }) : row.name;
}

const UNITS = [
  ['day', DAY, DAY],
  ['hour', HOUR, HOUR],
  ['minute', MINUTE, 0],
] as const;

/** A span in the unit in which it is best read: `30 days`. */
function spanWords(ms: number, language: Language): string {
  const [unit, size] = UNITS.find(([, , from]) => ms >= from)!;
  const n = Math.round((ms / size) * 10) / 10;
  return filled(targetTexts[language][n === 1 ? unit : (`${unit}s` as const)], { n });
}

function whenWords({ horizon, gap }: LearningParams, language: Language): string {
  const wait = gapOf(gap);
  const values = { horizon: spanWords(parseDuration(horizon)!, language), gap: spanWords(wait, language) };
  return filled(targetTexts[language][wait > 0 ? 'when.later' : 'when.now'], values);
}

function whatWords({ target, event }: LearningParams, language: Language): string {
  const pattern = patternOf(event);
  const isAny = pattern.events.length === 0 && !pattern.where?.length;
  const what = patternWords(pattern, language);
  if (target !== 'next') return what;
  return isAny ? targetTexts[language].next_any : filled(targetTexts[language].next_of, { what });
}

function tableSentence({ positive }: LearningParams, { table, label }: LearningAbout, language: Language): string {
  const texts = targetTexts[language];
  const from = table === '' ? texts.users : filled(texts.table, { table });
  return filled(positive === '' ? texts.label : texts.positive, { label, positive, table: from });
}

/** The question that a model answers, whole: target, horizon, gap, and how far it looks back. */
export function targetSentence(params: LearningParams, language: Language, about: LearningAbout): string {
  if (about.source === 'table') return tableSentence(params, about, language);
  const texts = targetTexts[language];
  return filled(texts[params.target], {
    what: whatWords(params, language),
    when: whenWords(params, language),
    amount: params.property || texts.value,
    history: filled(texts.history, { history: spanWords(about.history!, language) }),
  });
}
