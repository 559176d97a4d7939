import { isInner, isListOfSingleValues } from './single-values.ts';

/** How likely a sign is a delimiter before anything is seen of the file: those that occur in prose, times and paths have to prove more. */
const DELIMITERS: Readonly<Record<string, number>> = {
  ',': 1,
  '\t': 1,
  ';': 1,
  '|': 1,
  '\u0001': 1,
  '\u001f': 1,
  '\u001e': 1,
  '\u0002': 1,
  '\u00a6': 1,
  '\uff0c': 0.9,
  '\uff1b': 1,
  '\u2502': 1,
  '||': 1.05,
  '::': 1.05,
  '\t\t': 1.05,
  '|~|': 1.1,
  '~|~': 1.1,
  '^|^': 1.1,
  '~^~': 1.1,
  ';;': 1.05,
  '^': 0.95,
  '~': 0.95,
  ', ': 1,
  '; ': 1,
  ' | ': 1.02,
  '#': 0.7,
  '&': 0.7,
  '!': 0.7,
  '@': 0.6,
  '*': 0.6,
  '%': 0.6,
  $: 0.6,
  ':': 0.6,
  '=': 0.5,
  '/': 0.4,
  ' ': 0.5,
};

/** Signs beside the backslash and NUL that have been seen to escape quotes; they must do so twice to be thought of. */
const ESCAPES = ['\\', '\0', '^', '~', '/', '%', '!', '?', '&'];
const SURE_ESCAPES = ['\\', '\0'];

export interface Candidate {
  delimiter: string;
  quote: string;
  escape: string;
  prior: number;
}

/** What the options settle. */
export interface Told {
  delimiter?: string;
  quote?: string;
  escape?: string;
}

/** A delimiter stands on most lines; a third is asked for, since a preamble or fields of several lines may have none. */
const LINE_SHARE = 1 / 3;

const priorOf = (delimiter: string): number => DELIMITERS[delimiter] ?? 1;

/** The plain dialects that a sample leaves open, without escapes. */
export function candidatesOf(sample: string, told: Told): Candidate[] {
  const delimiters = told.delimiter === undefined ? delimitersIn(sample) : [told.delimiter];
  return delimiters.flatMap((delimiter) => {
    const quotes = told.quote === undefined ? quotesIn(sample, delimiter) : [told.quote];
    const fitting = quotes.filter((sign) => sign === '' || !delimiter.includes(sign));
    return fitting.map((quote) => ({ delimiter, quote, escape: told.escape ?? '', prior: priorOf(delimiter) }));
  });
}

/** What else a plain dialect may be, where its quotes don't come out even: with an escape, or without quotes. */
export function refinementsOf(candidate: Candidate, sample: string, told: Told): Candidate[] {
  const { delimiter, quote } = candidate;
  if (quote === '') return [];
  const escapes = told.escape === undefined ? escapesIn(sample, quote, delimiter) : [];
  const without = told.quote === undefined ? [{ ...candidate, quote: '' }] : [];
  return [...escapes.map((escape) => ({ ...candidate, escape })), ...without];
}

/** Delimiters that stand on many lines; the comma where there is none, for a single column. */
export function delimitersIn(sample: string): string[] {
  const lines = sample.split(/[\r\n]+/).filter((line) => line !== '');
  const found = Object.keys(DELIMITERS).filter((sign) => {
    return sample.includes(sign) && lines.filter((line) => line.includes(sign)).length >= LINE_SHARE * lines.length;
  });
  const outer = isListOfSingleValues(lines) ? found.filter((sign) => !isInner(sign, lines)) : found;
  return outer.includes(',') ? outer : [',', ...outer];
}

/** The double quote always: one may come after the sample. Others where they begin a field now and then. */
function quotesIn(sample: string, delimiter: string): string[] {
  const begins = (sign: string): boolean =>
    sample.startsWith(sign) || sample.includes(`\n${sign}`) || sample.includes(delimiter + sign);
  return ['"', ...["'", '`'].filter(begins)];
}

function escapesIn(sample: string, quote: string, delimiter: string): string[] {
  const least = (sign: string): number => (SURE_ESCAPES.includes(sign) ? 1 : 2);
  return ESCAPES.filter((sign) => sign !== delimiter && sample.split(sign + quote).length > least(sign));
}
