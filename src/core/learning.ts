import type { Table } from 'apache-arrow';
import { DataType } from 'apache-arrow';
import { column, numbers, strings } from './columns.ts';
import { AppError } from './errors.ts';
import type { LearningColumn, LearningTable, Sequences } from './learning-table.ts';

/** The tables of `learningQueries` (features/learning/queries.ts) as a model's data. */

/** What a feature's column means. */
export interface LegendRow {
  /** Its column in the tables: `f0`. */
  column: string;
  /** Its name in the learning table: no two alike. */
  name: string;
  set: string;
  kind: string;
  of: string;
  type: 'number' | 'category';
  skewed: boolean;
  undated: boolean;
  sql: string;
}

export function legendOf(table: Table): LegendRow[] {
  const text = (name: string) => strings(table, name);
  const [columns, names, sets, kinds, ofs, types, sqls] = ['column', 'name', 'set', 'kind', 'of', 'type', 'sql'].map(
    text,
  );
  const [skewed, undated] = ['skewed', 'undated'].map((name) => [...column(table, name)] as boolean[]);
  return columns!.map((name, row) => ({
    column: name!,
    name: names![row]!,
    set: sets![row]!,
    kind: kinds![row]!,
    of: ofs![row]!,
    type: types![row] as LegendRow['type'],
    skewed: skewed![row]!,
    undated: undated![row]!,
    sql: sqls![row]!,
  }));
}

export interface LearningOptions {
  legend: readonly LegendRow[];
  /** Long-tailed features on a logarithmic scale, sign · ln(1 + |x|); true by default. Trees see no difference. */
  log?: boolean;
  /** Levels get the codes that they have here; those that are new come after them. */
  like?: LearningTable;
}

const onLogScale = (value: number): number => Math.sign(value) * Math.log1p(Math.abs(value));

function numberColumn(name: string, values: Float64Array, isLog: boolean): LearningColumn {
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    if (!Number.isFinite(value)) values[row] = NaN;
    else if (isLog) values[row] = onLogScale(value);
  }
  return { name, kind: 'number', values };
}

/** Plain order of code units: the same on every machine. */
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function categoryColumn(name: string, values: readonly (string | null)[], first: readonly string[]): LearningColumn {
  const known = new Set(first);
  const found = new Set<string>();
  for (const value of values) if (value !== null && !known.has(value)) found.add(value);
  const levels = [...first, ...[...found].sort(byText)];
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  const codes = Int32Array.from(values, (value) => (value === null ? -1 : codeOf.get(value)!));
  return { name, kind: 'category', codes, levels };
}

function levelsIn(like: LearningTable | undefined, name: string): readonly string[] {
  const found = like?.columns.find((each) => each.name === name);
  return found?.kind === 'category' ? found.levels : [];
}

/** The features of `rows` or `score` by the names of the legend. What is no finite number is missing. */
export function learningTableOf(table: Table, { legend, log = true, like }: LearningOptions): LearningTable {
  const columns = legend.map(({ column: from, name, type, skewed }) =>
    type === 'number'
      ? numberColumn(name, numbers(table, from), log && skewed)
      : categoryColumn(name, strings(table, from), levelsIn(like, name)),
  );
  return { rows: table.numRows, columns };
}

export interface Labels {
  task: 'binary' | 'multiclass' | 'regression';
  y: Float64Array;
  /** 2 for a yes or no, 1 for a number. */
  classes: number;
  /** What 0, 1, … stand for; the second of two is the one foretold. Empty for a number. */
  levels: readonly string[];
}

/** More classes than these are most likely names or numbers. */
const MOST_CLASSES = 50;

const YES = /^(yes|y|true|t|positive|pos|churn(ed)?|exited|converted|bad|default|是|有|流失|已流失|真)$/i;

/** Labels as text: numbers as they are written, no trailing `.0`. */
function labelTexts(table: Table): string[] {
  return DataType.isUtf8(column(table, 'label').type)
    ? strings(table, 'label').map(String)
    : Array.from(numbers(table, 'label'), String);
}

function positiveOf(counts: ReadonlyMap<string, number>, asked: string): string {
  if (counts.has(asked)) return asked;
  const same = [...counts.keys()].filter((level) => level.toLowerCase() === asked.trim().toLowerCase());
  if (same.length === 1) return same[0]!;
  if (asked !== '')
    throw new AppError('learning.unknown-positive', {
      value: asked,
      known: [...counts.keys()].slice(0, 30).join(', '),
    });
  // One says yes beside zero; beside two it is the first of two codes.
  const isYes = (level: string) => YES.test(level.trim()) || (level === '1' && (counts.has('0') || counts.has('-1')));
  const yes = [...counts.keys()].filter(isYes);
  if (yes.length === 1) return yes[0]!;
  return [...counts].sort(([a, m], [b, n]) => m - n || byText(b, a))[0]![0];
}

function binaryLabels(texts: readonly string[], positive: string, others: readonly string[]): Labels {
  const y = Float64Array.from(texts, (text) => (text === positive ? 1 : 0));
  return { task: 'binary', y, classes: 2, levels: [others.length === 1 ? others[0]! : `≠ ${positive}`, positive] };
}

function classLabels(table: Table, positive: string): Labels {
  const texts = labelTexts(table);
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  if (counts.size === 0) throw new AppError('learning.no-rows');
  if (counts.size === 1) throw new AppError('learning.one-class', { label: texts[0]!, rows: texts.length });
  const levels = [...counts.keys()].sort(byText);
  if (counts.size === 2 || positive !== '') {
    const one = positiveOf(counts, positive);
    return binaryLabels(
      texts,
      one,
      levels.filter((level) => level !== one),
    );
  }
  if (counts.size > MOST_CLASSES)
    throw new AppError('learning.too-many-classes', { classes: counts.size, limit: MOST_CLASSES });
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  return {
    task: 'multiclass',
    y: Float64Array.from(texts, (text) => codeOf.get(text)!),
    classes: levels.length,
    levels,
  };
}

function numberLabels(table: Table): Labels {
  if (table.numRows === 0) throw new AppError('learning.no-rows');
  if (DataType.isUtf8(column(table, 'label').type))
    throw new AppError('learning.label-not-number', { value: String(strings(table, 'label')[0]) });
  const y = numbers(table, 'label');
  const bad = y.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new AppError('learning.label-not-number', { value: String(y[bad]) });
  return { task: 'regression', y, classes: 1, levels: [] };
}

/**
 * The labels of `rows`. `classify`: two classes, or one against all others where `positive` is given, or several; `regress`: numbers. Throws
 * `learning.no-rows`, `learning.one-class`, `learning.unknown-positive`, `learning.too-many-classes`, `learning.label-not-number`.
 */
export const labelsOf = (
  table: Table,
  { as, positive = '' }: { as: 'classify' | 'regress'; positive?: string },
): Labels => (as === 'regress' ? numberLabels(table) : classLabels(table, positive));

/** The cutoff of each row of `rows`, epoch ms; undefined for rows of a table, which have none. */
export const cutoffsOf = (table: Table): Float64Array | undefined =>
  table.schema.fields.some(({ name }) => name === 'cutoff') ? numbers(table, 'cutoff') : undefined;

/** A number for each row of whom it speaks, so that a split can keep the rows of one together: 0 … in the order of first appearance. */
export function groupsOf(table: Table): Int32Array {
  const codes = new Map<string | null, number>();
  return Int32Array.from(strings(table, 'user'), (user) => {
    if (!codes.has(user)) codes.set(user, codes.size);
    return codes.get(user)!;
  });
}

/** What `about` says. Times are epoch ms, spans ms. */
export interface LearningAbout {
  source: 'events' | 'table';
  train: number[];
  test: number | null;
  score: number | null;
  horizon: number | null;
  gap: number | null;
  history: number | null;
  end: number | null;
  /** Kinds of events in sequences. */
  kinds: number;
  /** The guard's proof looked at every so manieth user. */
  nth: number;
  zone: string;
  /** Of a table: its name ('' for the users' mapping), and the label's column. */
  table: string;
  label: string;
}

export function aboutOf(table: Table): LearningAbout {
  const roles = strings(table, 'role');
  const cutoffs = numbers(table, 'cutoff');
  const first = (name: string): number | null => {
    const value = numbers(table, name)[0]!;
    return Number.isNaN(value) ? null : value;
  };
  const at = (role: string) => [...cutoffs].filter((_, row) => roles[row] === role);
  return {
    source: roles[0] === 'table' ? 'table' : 'events',
    train: at('train'),
    test: at('test')[0] ?? null,
    score: at('score')[0] ?? null,
    horizon: first('horizon'),
    gap: first('gap'),
    history: first('history'),
    end: first('end'),
    kinds: first('kinds')!,
    nth: first('nth')!,
    zone: strings(table, 'zone')[0]!,
    table: strings(table, 'table')[0]!,
    label: strings(table, 'label')[0]!,
  };
}

/** What the guard's table proves: of how many users, over all cutoffs, each feature changes when the time from the cutoff on is deleted. */
export interface LeakProof {
  /** Values compared for each feature; 0 where nothing was proved. */
  compared: number;
  /** By feature, in the legend's order. */
  differing: { name: string; users: number }[];
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

export function leakProofOf(guard: Table, legend: readonly LegendRow[]): LeakProof {
  if (guard.numRows === 0) return { compared: 0, differing: legend.map(({ name }) => ({ name, users: 0 })) };
  return {
    compared: sum(numbers(guard, 'users')),
    differing: legend.map(({ column: from, name }) => ({ name, users: sum(numbers(guard, from)) })),
  };
}

/** The last events of each row, right-aligned, from the table `sequences`. `kinds` as `aboutOf` has it. */
export function sequencesOf(table: Table, rows: number, length: number, kinds: number): Sequences {
  const sequences: Sequences = {
    length,
    kinds,
    codes: new Int32Array(rows * length),
    gaps: new Float32Array(rows * length),
  };
  const [r, place, code, seconds] = ['r', 'place', 'code', 'seconds'].map((name) => numbers(table, name));
  for (let n = 0; n < r!.length; n += 1) {
    const at = (r![n]! + 1) * length - 1 - place![n]!;
    sequences.codes[at] = code![n]!;
    sequences.gaps[at] = Math.log1p(seconds![n]!);
  }
  return sequences;
}
