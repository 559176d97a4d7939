import type { Table } from 'apache-arrow';
import { DataType, tableToIPC } from 'apache-arrow';
import * as v from 'valibot';
import type { AnyAnalysis, Context, Query } from '../contract/analysis.ts';
import type { ParamField } from '../contract/params.ts';
import { withoutTimings } from '../core/timings.ts';
import { paramFields } from '../contract/params.ts';
import type { ChartTheme, View } from '../contract/view.ts';
import { AppError, abortError, isAbort } from '../core/errors.ts';
import { translator } from '../i18n/translate.ts';
import { duckdb } from '../sql/duckdb.ts';
import { oneStatement } from '../sql/query.ts';
import type { AnyCompute, AnyMembers, TestProject } from './test-project.ts';
import { computedMembers, quietContext, queryTable, rowsOf } from './test-project.ts';

/** An analysis with what lies beside it in its folder. */
export interface Subject {
  folder: string;
  analysis: AnyAnalysis;
  /** Absent where SQL alone answers. */
  compute?: AnyCompute;
  /** Its export `members`, where `analysis.people` names the users. */
  members?: AnyMembers;
}

/** The logs that every analysis must cope with. */
export interface Worlds {
  full: TestProject;
  oneUser: TestProject;
  empty: TestProject;
}

const LANGUAGES = ['en', 'zh'] as const;

const THEME: ChartTheme = {
  dark: false,
  text: '#111',
  muted: '#666',
  line: '#ddd',
  surface: '#fff',
  accent: '#05c',
  font: 'sans-serif',
  categories: ['#05c', '#c50', '#0a6', '#777'],
};

/** What a context would do for a run: the sample's own seed, on the one backend that every machine has. */
const context = (overrides: Partial<Context> = {}): Context => quietContext({ seed: 7, backend: 'cpu', ...overrides });

function identityProblems({ folder, analysis }: Subject): string[] {
  const problems: string[] = [];
  if (analysis.id !== folder) problems.push(`its id is ${analysis.id}, its folder ${folder}`);
  if (!Number.isInteger(analysis.version) || analysis.version < 1) problems.push('its version is no positive integer');
  const parsed = v.safeParse(analysis.params, {});
  if (!parsed.success) problems.push('{} does not parse');
  for (const { id, params } of analysis.presets ?? [])
    if (!v.safeParse(analysis.params, params).success) problems.push(`the preset ${id} does not parse`);
  return problems;
}

const placeholders = (text: string): string =>
  [...text.matchAll(/\{(\w+)/g)]
    .map((match) => match[1])
    .sort()
    .filter((name, n, all) => name !== all[n - 1])
    .join();

/** What the settings of each variant are called: `setting.<variant>.param.<name>`. */
const settingTexts = (field: ParamField): string[] =>
  field.kind !== 'settings'
    ? []
    : Object.entries(field.variants).flatMap(([id, fields]) =>
        fields.flatMap((setting) => [
          `setting.${id}.param.${setting.name}`,
          ...(setting.kind === 'choice' ? setting.options.map((o) => `setting.${id}.option.${setting.name}.${o}`) : []),
        ]),
      );

/** The texts that the form needs and no type can ask for. */
function formTexts(analysis: AnyAnalysis): string[] {
  const fields = paramFields(analysis.params);
  const labels = fields.map((field) => `param.${field.name}`);
  const options = fields.flatMap((field) =>
    field.kind === 'choice' ? field.options.map((option) => `option.${field.name}.${option}`) : [],
  );
  const settings = fields.flatMap(settingTexts);
  const presets = analysis.presets?.map(({ id }) => `preset.${id}`) ?? [];
  return ['title', 'about', ...labels, ...options, ...settings, ...presets];
}

function textProblems({ analysis }: Subject): string[] {
  const { en, zh } = analysis.texts as Record<'en' | 'zh', Record<string, string>>;
  const keys = [...new Set([...Object.keys(en), ...Object.keys(zh), ...formTexts(analysis)])];
  return keys.flatMap((key) => {
    const missing = LANGUAGES.filter((language) => !(language === 'en' ? en : zh)[key]?.trim());
    if (missing.length > 0) return [`text ${key} is missing in ${missing.join(' and ')}`];
    return placeholders(en[key]!) === placeholders(zh[key]!) ? [] : [`text ${key} names other values in en and zh`];
  });
}

/** DOUBLE, INTEGER, SMALLINT, VARCHAR, BOOLEAN and lists of them: what crosses to the computation without loss or surprise. */
const isBoundaryType = (type: DataType): boolean =>
  DataType.isNull(type) ||
  DataType.isBool(type) ||
  DataType.isUtf8(type) ||
  (DataType.isFloat(type) && type.precision === 2) ||
  (DataType.isInt(type) && type.isSigned && type.bitWidth <= 32) ||
  (DataType.isList(type) && isBoundaryType((type.children[0] as { type: DataType }).type));

const typeProblems = (name: string, table: Table): string[] =>
  table.schema.fields
    .filter((field) => !isBoundaryType(field.type))
    .map((field) => `query ${name} hands over ${field.name} as ${String(field.type)}`);

interface Outcome {
  result?: unknown;
  problems: string[];
}

/** Runs every query, as one statement and through the planner alone. */
async function readTables({ analysis }: Subject, { database, data }: TestProject): Promise<Record<string, Table>> {
  const queries = analysis.queries(v.parse(analysis.params, {}), data, duckdb) as Record<string, Query>;
  const tables: Record<string, Table> = {};
  for (const [name, query] of Object.entries(queries)) {
    await database.query(`EXPLAIN ${oneStatement(query)}`);
    tables[name] = await queryTable(database, oneStatement(query));
  }
  return tables;
}

async function resultOf(subject: Subject, world: TestProject, given: Context): Promise<unknown> {
  const tables = await readTables(subject, world);
  if (!subject.compute) return tables;
  return subject.compute(tables, v.parse(subject.analysis.params, {}), given);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A result, or an error with a code that someone gave it: a query that does not bind is not such an answer. */
async function attempt(subject: Subject, world: TestProject, name: string): Promise<Outcome> {
  try {
    return { result: await resultOf(subject, world, context()), problems: [] };
  } catch (error) {
    const coded = error instanceof AppError && !error.code.startsWith('sql.');
    return { problems: coded ? [] : [`${name}: ${messageOf(error)}`] };
  }
}

/** What shows that a text was made of something else than words. */
const RAW = /\{\w+|undefined|NaN|\[object/;

function viewProblems(view: View, language: string): string[] {
  const problems: string[] = [];
  const where = `view “${view.title}” (${language})`;
  if (!view.title.trim()) problems.push(`a view without a title (${language})`);
  if (!view.sentence.trim()) problems.push(`${where} has no sentence`);
  if (RAW.test(view.title + view.sentence)) problems.push(`${where} shows raw values: ${view.sentence}`);
  const { columns, rows } = view.table;
  if (rows.some((row) => row.length !== columns.length))
    problems.push(`${where} has rows of another width than its columns`);
  if (view.marks && view.marks.length !== rows.length)
    problems.push(`${where} has ${view.marks.length} marks for ${rows.length} rows`);
  const option = view.chart ? JSON.stringify(view.chart(THEME)) : '';
  if (option.includes('"tooltip"') && !option.includes('"renderMode":"richText"'))
    problems.push(`${where} has an HTML tooltip`);
  return problems;
}

function viewsOf({ analysis }: Subject, result: unknown, language: 'en' | 'zh'): View[] {
  return analysis.views(result, translator<string>(analysis.texts[language], language));
}

function allViewProblems(subject: Subject, result: unknown, name: string): string[] {
  return LANGUAGES.flatMap((language) => {
    try {
      const views = viewsOf(subject, result, language);
      const problems = views.flatMap((view) => viewProblems(view, language));
      return views.length > 0 ? problems : ['it shows no view', ...problems];
    } catch (error) {
      return [`${name}: its views fail with ${messageOf(error)}`];
    }
  });
}

function proportionProblems({ analysis }: Subject, result: unknown): string[] {
  return LANGUAGES.flatMap((language) => {
    const said = analysis.proportion?.(result, translator<string>(analysis.texts[language], language));
    if (!said) return [];
    const { name, hits, trials } = said;
    const isShare = Number.isInteger(hits) && Number.isInteger(trials) && hits >= 0 && hits <= trials;
    return [
      ...(isShare ? [] : [`its proportion is ${hits} of ${trials}`]),
      ...(!name.trim() || RAW.test(name) ? [`its proportion is called “${name}” (${language})`] : []),
    ];
  });
}

/** The first and the last mark of each view. */
function someMarks(views: readonly View[]): string[] {
  const marks = views.flatMap(({ marks = [] }) => {
    const named = marks.filter((mark) => mark !== null);
    return [named[0], named.at(-1)];
  });
  return [...new Set(marks.filter((mark) => mark !== undefined))];
}

async function memberProblems(subject: Subject, world: TestProject, result: unknown): Promise<string[]> {
  const { analysis } = subject;
  const marks = someMarks(viewsOf(subject, result, 'en'));
  if (analysis.people) return computedMemberProblems(subject, world, marks);
  if (!analysis.members) return marks.length > 0 ? ['it has marks, but cannot list their users'] : [];
  const problems: string[] = [];
  for (const mark of marks) {
    try {
      const sql = analysis.members(v.parse(analysis.params, {}), world.data, duckdb, mark);
      const rows = await rowsOf(world.database, `SELECT * FROM (${sql}) LIMIT 1`);
      if (rows[0] && Object.keys(rows[0]).join() !== 'user')
        problems.push(`the members of ${mark} are not one column "user"`);
    } catch (error) {
      problems.push(`the members of ${mark}: ${messageOf(error)}`);
    }
  }
  return problems;
}

async function computedMemberProblems(subject: Subject, world: TestProject, marks: string[]): Promise<string[]> {
  const { analysis, members } = subject;
  if (!members) return ['it has people, but its compute.ts exports no members'];
  const problems: string[] = [];
  const params: unknown = v.parse(analysis.params, {});
  for (const mark of marks) {
    try {
      const users = await computedMembers(analysis, members, world, params, mark);
      if (users.some((user) => user === undefined)) problems.push(`the members of ${mark} are not all users`);
      if (new Set(users).size !== users.length) problems.push(`the members of ${mark} are not all different`);
    } catch (error) {
      problems.push(`the members of ${mark}: ${messageOf(error)}`);
    }
  }
  return problems;
}

async function abortProblems(subject: Subject, world: TestProject): Promise<string[]> {
  if (!subject.compute) return [];
  try {
    await resultOf(subject, world, context({ step: () => Promise.reject(abortError()) }));
    return ['an aborted signal does not stop it'];
  } catch (error) {
    return isAbort(error) ? [] : [`an abort ends in ${messageOf(error)}`];
  }
}

function cloneProblems(result: unknown): string[] {
  try {
    const same = JSON.stringify(structuredClone(result)) === JSON.stringify(result);
    return same ? [] : ['its result changes when it is cloned'];
  } catch (error) {
    return [`its result cannot be cloned: ${messageOf(error)}`];
  }
}

/** Runs it as the project would, with the tables that it hands over where SQL can read them. */
async function publishedResult(subject: Subject, world: TestProject): Promise<unknown> {
  const tables = new Map<string, Table>();
  const result = await resultOf(subject, world, context({ publish: (name, table) => void tables.set(name, table) }));
  for (const [name, table] of tables) {
    await world.database.query(`DROP TABLE IF EXISTS ${duckdb.identifier(name)}`);
    await world.database.insert(name, tableToIPC(table, 'stream'), true);
  }
  return result;
}

/** What is wrong with the run over a whole log, which must give a result. */
async function fullProblems(subject: Subject, world: TestProject): Promise<string[]> {
  const types = Object.entries(await readTables(subject, world)).flatMap(([name, table]) => typeProblems(name, table));
  if (!subject.compute) return types;
  const result = await publishedResult(subject, world);
  const again = await resultOf(subject, world, context());
  const repeated = JSON.stringify(withoutTimings(result)) === JSON.stringify(withoutTimings(again));
  return [
    ...types,
    ...(repeated ? [] : ['the same seed gives another result']),
    ...cloneProblems(result),
    ...allViewProblems(subject, result, 'full log'),
    ...proportionProblems(subject, result),
    ...(await memberProblems(subject, world, result)),
    ...(await abortProblems(subject, world)),
  ];
}

async function smallProblems(subject: Subject, world: TestProject, name: string): Promise<string[]> {
  const { result, problems } = await attempt(subject, world, name);
  return result === undefined || !subject.compute
    ? problems
    : [...problems, ...allViewProblems(subject, result, name), ...proportionProblems(subject, result)];
}

/** Everything in which an analysis breaks the contract, asked of the real engine; an empty list if nothing. */
export async function conformanceProblems(subject: Subject, worlds: Worlds): Promise<string[]> {
  const still = [...identityProblems(subject), ...textProblems(subject)];
  if (still.includes('{} does not parse')) return still;
  const full = await fullProblems(subject, worlds.full).catch((error: unknown) => [`full log: ${messageOf(error)}`]);
  const oneUser = await smallProblems(subject, worlds.oneUser, 'one user');
  const empty = await smallProblems(subject, worlds.empty, 'empty log');
  return [...still, ...full, ...oneUser, ...empty];
}
