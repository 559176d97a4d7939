import * as v from 'valibot';
import type { AnyAnalysis, Query } from '../contract/analysis.ts';
import type { Dialect } from '../contract/dialect.ts';
import type { EngineRun, EngineRunOptions, JobOptions, ScopedJobOptions } from '../contract/engine.ts';
import type { Dataset } from '../contract/project.ts';
import { offers } from '../contract/project.ts';
import type { Job, JobOutcome, OnSnapshot } from '../contract/workers.ts';
import { AppError, throwIfAborted } from '../core/errors.ts';
import { duckdb } from '../sql/duckdb.ts';
import { oneStatement } from '../sql/query.ts';
import { buffersOf, readRows } from './arrow.ts';
import type { Ahead } from './ahead.ts';
import type { RunCache } from './cache.ts';
import type { Workers } from './caller.ts';
import { keyOf } from './hash.ts';
import type { RunScope } from './project/populations.ts';
import type { Trainings } from './trainings.ts';

/** What a run reads: the whole project, or what a scope leaves of it. */
export interface Ground {
  data: Dataset;
  sql: Dialect;
  /** An Arrow IPC stream, in pieces. */
  query(sql: string, job?: JobOptions): Promise<Uint8Array[]>;
  /** What made the tables that the queries read besides, by name. */
  queries?: Record<string, string>;
}

/** What a run needs of the project. */
export interface RunProject {
  dataset(): Promise<Dataset>;
  query(sql: string, job?: JobOptions): Promise<Uint8Array[]>;
  /** How scopes are read; a project without knows none. */
  scopes?: {
    /** Throws `population.*`. */
    read(scope: EngineRunOptions['scope']): RunScope | undefined;
    ground(scope: RunScope, job: JobOptions): Promise<Ground>;
  };
  /** Takes over the models and tables that a run made. */
  adopt(outcome: JobOutcome): Promise<void>;
  /** Moves when a change of the data begins, and when it ends: odd in between. */
  revision?(): number;
  /** Where trainings are kept that may be interrupted; without, they begin anew. */
  trainings?: Trainings;
  /** What is being read ahead of a run. */
  ahead?: Pick<Ahead, 'settle'>;
}

/** The share of a run's progress that its queries are given. */
const queryShare = 0.3;

/** Runs one analysis from its parameters to its kept result, or gives the result that is kept already. */
export async function runAnalysis(
  project: RunProject,
  workers: Pick<Workers, 'compute'>,
  cache: RunCache,
  analysis: AnyAnalysis,
  raw: object,
  options: EngineRunOptions = {},
): Promise<EngineRun> {
  throwIfAborted(options.signal);
  const begun = performance.now();
  const isSteady = steadiness(project);
  const data = await project.dataset();
  const params = parseParams(analysis, raw, data, options.version);
  requireFields(analysis, data);
  const scope = project.scopes?.read(options.scope);
  const asked = scope && { scope: scope.asked };
  const keys = await runKeys(analysis, params, data, options, scope);
  const kept = cache.get(keys.result);
  if (kept) {
    // Its result is there: nothing of it is to be gone on with.
    project.trainings?.end(keys.training);
    return { ...kept, ...asked, cached: true, ms: performance.now() - begun };
  }
  const ground = await groundOf(project, data, scope, options);
  const queries = statements(analysis.queries(params, ground.data, ground.sql));
  await project.ahead?.settle(Object.values(queries));
  let steady = false;
  const outcome = await followed(
    project,
    keys.training,
    analysis,
    params,
    { ...options, ...asked },
    async (snapshots, onSnapshot) => {
      const { seed = 0, backend } = options;
      const base = { id: analysis.id, params, seed, language: data.settings.language, ...(backend && { backend }) };
      const job = { ...base, ...(snapshots && { snapshots }) };
      const done = await compute(isSteady, ground, workers, job, queries, options, onSnapshot);
      // Asked before the project takes what this run made: that is no change under its feet.
      steady = isSteady();
      await project.adopt(done);
      return done;
    },
  );
  const made = { ...queries, ...ground.queries };
  const run = summary(analysis, params, made, outcome, options.seed ?? 0, performance.now() - begun);
  if (steady) cache.put(keys.result, run);
  return { ...run, ...asked };
}

/** Whether the data have stayed as they are from now on: what is read across a change is of two states, and nothing to keep. */
export function steadiness({ revision = () => 0 }: RunProject): () => boolean {
  const before = revision();
  return () => before % 2 === 0 && revision() === before;
}

/** All of the project, or what a scope leaves of it. */
const groundOf = async (
  project: RunProject,
  data: Dataset,
  scope: RunScope | undefined,
  job: JobOptions,
): Promise<Ground> =>
  scope && project.scopes
    ? project.scopes.ground(scope, job)
    : { data, sql: duckdb, query: (sql, options) => project.query(sql, options) };

/** The users behind one mark of a result. */
export async function listMembers(
  project: RunProject,
  workers: Pick<Workers, 'compute'>,
  analysis: AnyAnalysis,
  raw: object,
  mark: string,
  job: ScopedJobOptions & Pick<EngineRunOptions, 'version'> = {},
): Promise<string[]> {
  const isSteady = steadiness(project);
  const data = await project.dataset();
  const params = parseParams(analysis, raw, data, job.version);
  requireFields(analysis, data);
  if (!analysis.people && !analysis.members) throw new AppError('analysis.no-members', { id: analysis.id });
  const ground = await groundOf(project, data, project.scopes?.read(job.scope), job);
  if (analysis.people) return computedMembers(project, isSteady, ground, workers, analysis, params, mark, job);
  const rows = await readRows(await ground.query(analysis.members!(params, ground.data, ground.sql, mark), job));
  return rows.map((row) => String(Object.values(row)[0]));
}

/** The computation says the users' codes; their names are asked of the database. */
async function computedMembers(
  { ahead }: RunProject,
  isSteady: () => boolean,
  ground: Ground,
  workers: Pick<Workers, 'compute'>,
  analysis: AnyAnalysis,
  params: object,
  mark: string,
  options: JobOptions,
): Promise<string[]> {
  const { data, sql } = ground;
  const queries = statements(analysis.queries(params, data, sql));
  await ahead?.settle(Object.values(queries));
  const base = { id: analysis.id, params, seed: 0, language: data.settings.language, mark };
  const outcome = await compute(isSteady, ground, workers, base, queries, options);
  const names = await readRows(await ground.query(analysis.people!(params, data, sql), options));
  return Array.from(outcome.result as Float64Array, (code) => String(Object.values(names[code]!)[0]));
}

/** Brings older parameters up to date and checks them; throws `params.invalid` with the path and the reason. */
function parseParams(analysis: AnyAnalysis, raw: object, { settings }: Dataset, version = analysis.version): object {
  const current = version < analysis.version ? analysis.migrate?.({ ...raw }, version) : undefined;
  const parsed = v.safeParse(analysis.params, current ?? raw, { lang: settings.language });
  if (parsed.success) return parsed.output as object;
  const [issue] = parsed.issues;
  throw new AppError('params.invalid', { path: v.getDotPath(issue) ?? '', message: issue.message });
}

/** Throws `data.missing-role` where the mapping does not offer what the analysis needs. */
function requireFields({ id, requires }: AnyAnalysis, data: Dataset): void {
  const missing = requires.filter((requirement) => !offers(data.views, requirement));
  if (missing.length) throw new AppError('data.missing-role', { id, role: missing.join(', ') });
}

interface RunKeys {
  /** Of the result. The language is part of it, as a few results hold sentences. */
  result: string;
  /** Of its trainings: weights are the same on every backend and in every language, and can go on in another. */
  training: string;
}

async function runKeys(
  { id, version }: AnyAnalysis,
  params: object,
  { fingerprint, settings }: Dataset,
  { seed = 0, backend }: EngineRunOptions,
  scope: RunScope | undefined,
): Promise<RunKeys> {
  const training = await keyOf({ id, version, params, data: fingerprint, seed, ...(scope && { scope: scope.meant }) });
  return { training, result: await keyOf({ training, backend: backend ?? null, language: settings.language }) };
}

const statements = (queries: Record<string, Query>): Record<string, string> =>
  Object.fromEntries(Object.entries(queries).map(([name, query]) => [name, oneStatement(query)]));

/** The run as one whose trainings can go on after an interruption, where the project keeps such. */
function followed<T>(
  { trainings }: RunProject,
  key: string,
  { id }: AnyAnalysis,
  params: object,
  { seed = 0, backend, scope, signal }: EngineRunOptions,
  run: (snapshots?: Job['snapshots'], onSnapshot?: OnSnapshot) => Promise<T>,
): Promise<T> {
  const about = { analysis: id, params: { ...params }, seed, ...(backend && { backend }), ...(scope && { scope }) };
  return trainings ? trainings.follow(key, about, run, signal) : run();
}

type JobBase = Omit<Job, 'tables' | 'fingerprint'>;

/**
 * Sends a job; again, where another job has meanwhile taken the place of a table that was thought to be there. Tables that were read
 * while the data changed are held for no other job.
 */
async function compute(isSteady: () => boolean, ...args: Parameters<typeof send>): Promise<JobOutcome> {
  const [, { compute: worker }] = args;
  try {
    return await send(...args).catch((error: unknown) => (isMissing(error) ? send(...args) : Promise.reject(error)));
  } finally {
    if (!isSteady()) await worker.call('missing', ['', []]).catch(() => undefined);
  }
}

/** Sends a job with the tables that the worker does not hold from an earlier one. */
async function send(
  ground: Ground,
  { compute: worker }: Pick<Workers, 'compute'>,
  base: JobBase,
  queries: Record<string, string>,
  options: EngineRunOptions,
  onSnapshot?: OnSnapshot,
): Promise<JobOutcome> {
  const { signal, onProgress } = options;
  const { fingerprint } = ground.data;
  const keyed = Object.fromEntries(
    await Promise.all(Object.entries(queries).map(async ([name, sql]) => [name, await keyOf(sql)] as const)),
  );
  const missing = await worker.call('missing', [fingerprint, Object.values(keyed)]);
  const wanted = Object.entries(queries).filter(([name]) => missing.includes(keyed[name]!));
  const read = await readTables(ground, Object.fromEntries(wanted), options);
  const tables = Object.fromEntries(
    Object.entries(keyed).map(([name, key]) => [name, { key, ...(read[name] && { ipc: read[name] }) }]),
  );
  const onStep =
    onProgress && ((done: number, note?: string) => onProgress(queryShare + (1 - queryShare) * done, note));
  const transfer = Object.values(read).flatMap(buffersOf);
  return worker.call('run', [{ ...base, fingerprint, tables }, signal, onStep, onSnapshot], { transfer });
}

const isMissing = (error: unknown): boolean => error instanceof AppError && error.code === 'compute.missing-table';

async function readTables(
  ground: Ground,
  queries: Record<string, string>,
  { signal, onProgress }: JobOptions,
): Promise<Record<string, Uint8Array[]>> {
  const tables: [string, Uint8Array[]][] = [];
  const names = Object.keys(queries);
  for (const [i, name] of names.entries()) {
    onProgress?.((queryShare * i) / names.length, 'query');
    tables.push([name, await ground.query(queries[name]!, { signal })]);
  }
  onProgress?.(queryShare, 'compute');
  return Object.fromEntries(tables);
}

const summary = (
  { id }: AnyAnalysis,
  params: object,
  queries: Record<string, string>,
  { result, backend, models, resumed }: JobOutcome,
  seed: number,
  ms: number,
): EngineRun => ({
  id,
  params,
  seed,
  ms,
  cached: false,
  result,
  queries,
  ...(backend && { backend }),
  models: models.map(({ name, model }) => ({ name, kind: model.kind })),
  ...(resumed && { resumed }),
});
