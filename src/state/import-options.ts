import type { ColumnType, ImportOptions, Preview, Question, Reading } from '../contract/import.ts';

export type { ColumnType, ImportOptions, Question };

export const columnTypes: readonly ColumnType[] = ['text', 'integer', 'number', 'timestamp', 'date', 'boolean'];

/** Options that belong to one file alone and are never carried over to another. */
const ofOneFile = ['entry', 'sheet', 'part'] as const satisfies readonly (keyof ImportOptions)[];

/** Choices added to choices; a value that is undefined takes the choice back. Types add up by column. */
export function withChoices(options: ImportOptions, change: ImportOptions): ImportOptions {
  const types =
    typeof change.types === 'object' && typeof options.types === 'object'
      ? { ...options.types, ...change.types }
      : change.types;
  const merged = { ...options, ...change, ...('types' in change && { types }) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as ImportOptions;
}

/** What of a choice also holds for another file with the same columns. */
export function sharedChoices(change: ImportOptions): ImportOptions {
  const own: readonly string[] = ofOneFile;
  return Object.fromEntries(Object.entries(change).filter(([key]) => !own.includes(key))) as ImportOptions;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function holds(reading: Reading, options: ImportOptions): boolean {
  return Object.entries(reading.options).every(([key, value]) => {
    const chosen = options[key as keyof ImportOptions];
    if (key !== 'types' || typeof value !== 'object' || typeof chosen !== 'object') return same(chosen, value);
    return Object.entries(value).every(([name, type]) => (chosen as Record<string, ColumnType>)[name] === type);
  });
}

/** Which reading the options ask for; -1 where none has been chosen, and the first is taken. */
export function chosenReading(question: Question, options: ImportOptions): number {
  return question.readings.findIndex((reading) => Object.keys(reading.options).length > 0 && holds(reading, options));
}

/** The options with one reading's in the place of all others' of the same question. */
export function answered(options: ImportOptions, { readings }: Question, index: number): ImportOptions {
  const told = readings.flatMap((reading) => Object.keys(reading.options)).filter((key) => key !== 'types');
  const open = withChoices(options, Object.fromEntries(told.map((key) => [key, undefined])));
  const columns = readings.flatMap(({ options: { types } }) => (typeof types === 'object' ? Object.keys(types) : []));
  const types = typeof open.types === 'object' ? withoutColumns(open.types, columns) : open.types;
  return withChoices({ ...open, ...(types && { types }) }, readings[index]?.options ?? {});
}

const withoutColumns = (types: Record<string, ColumnType>, columns: readonly string[]): Record<string, ColumnType> =>
  Object.fromEntries(Object.entries(types).filter(([name]) => !columns.includes(name)));

const about = ({ kind, column = '' }: Question): string => `${kind} ${column}`;

/** What a new preview asks, after what was answered before: an answer can be changed, an open question may have gone. */
export function keepAnswered(
  before: readonly Question[],
  now: readonly Question[],
  options: ImportOptions,
): Question[] {
  const answered = before.filter((question) => chosenReading(question, options) >= 0);
  const kept = new Set(answered.map(about));
  return [...answered, ...now.filter((question) => !kept.has(about(question)))];
}

/** The names of a preview's columns as one text: files that have the same go into one table. */
export const familyOf = (preview: Preview): string => JSON.stringify(preview.columns.map(({ name }) => name));

/** The options to import with: choices about columns that the file, as it is now read, doesn't have are left out. */
export function importOptions(options: ImportOptions, left: readonly string[], preview: Preview | null): ImportOptions {
  if (!preview) return options;
  const names = preview.columns.map(({ name }) => name);
  const kept = names.filter((name) => !left.includes(name));
  const types =
    typeof options.types === 'object'
      ? Object.fromEntries(Object.entries(options.types).filter(([name]) => kept.includes(name)))
      : options.types;
  const { types: _types, ...rest } = options;
  return {
    ...rest,
    ...(types !== undefined && (typeof types === 'string' || Object.keys(types).length > 0) && { types }),
    ...(kept.length < names.length && { columns: kept }),
  };
}
