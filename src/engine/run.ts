import * as v from 'valibot';
import type { AnyAnalysis, Query } from '../contract/analysis.ts';
import type { EngineRun, EngineRunOptions, JobOptions } from '../contract/engine.ts';
import type { Dataset, Requirement, ViewName } from '../contract/project.ts';
import type { Job, JobOutcome, OnSnapshot } from '../contract/workers.ts';
import { AppError, throwIfAborted } from '../core/errors.ts';
import { duckdb } from '../sql/duckdb.ts';
import { oneStatement } from '../sql/query.ts';
import { readRows } from './arrow.ts';
import type { RunCache } from './cache.ts';
import type { Workers } from './caller.ts';
import { keyOf } from './hash.ts';
import type { Trainings } from './trainings.ts';

/** What a run needs of the project. */
export interface RunProject {
  dataset(): Promise<Dataset>;
  query(sql: string, job?: JobOptions): Promise<Uint8Array>;
  /** Takes over the models and tables that a run made. */
  adopt(outcome: JobOutcome): Promise<void>;
  /** Where trainings are kept that may be interrupted; without, they begin anew. */
  trainings?: Trainings;
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
  const data = await project.dataset();
  const params = parseParams(analysis, raw, data, options.version);
  requireFields(analysis, data);
  const key = await runKey(analysis, params, data, options);
  const kept = cache.get(key);
  if (kept) return { ...kept, cached: true, ms: performance.now() - begun };
  const queries = statements(analysis.queries(params, data, duckdb));
  const outcome = await followed(project, key, analysis, params, options, async (snapshots, onSnapshot) => {
    const { seed = 0, backend } = options;
    const base = { id: analysis.id, params, seed, language: data.settings.language, ...(backend && { backend }) };
    const job = { ...base, ...(snapshots && { snapshots }) };
    const done = await compute(project, workers, job, data, queries, options, onSnapshot);
    await project.adopt(done);
    return done;
  });
  const run = summary(analysis, params, queries, outcome, options.seed ?? 0, performance.now() - begun);
  cache.put(key, run);
  return run;
}

/** The users behind one mark of a result. */
export async function listMembers(
  project: RunProject,
  workers: Pick<Workers, 'compute'>,
  analysis: AnyAnalysis,
  raw: object,
  mark: string,
  job: JobOptions = {},
): Promise<string[]> {
  const data = await project.dataset();
  const params = parseParams(analysis, raw, data);
  requireFields(analysis, data);
  if (analysis.people) return computedMembers(project, workers, analysis, params, data, mark, job);
  if (!analysis.members) throw new AppError('analysis.no-members', { id: analysis.id });
  const rows = await readRows(await project.query(analysis.members(params, data, duckdb, mark), job));
  return rows.map((row) => String(Object.values(row)[0]));
}

/** The computation says the users' codes; their names are asked of the database. */
async function computedMembers(
  project: RunProject,
  workers: Pick<Workers, 'compute'>,
  analysis: AnyAnalysis,
  params: object,
  data: Dataset,
  mark: string,
  options: JobOptions,
): Promise<string[]> {
  const queries = statements(analysis.queries(params, data, duckdb));
  const base = { id: analysis.id, params, seed: 0, language: data.settings.language, mark };
  const outcome = await compute(project, workers, base, data, queries, options);
  const names = await readRows(await project.query(analysis.people!(params, data, duckdb), options));
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
  const missing = requires.filter((requirement) => !offers(data, requirement));
  if (missing.length) throw new AppError('data.missing-role', { id, role: missing.join(', ') });
}

function offers(data: Dataset, requirement: Requirement): boolean {
  const [view, field] = requirement.split('.') as [ViewName, string];
  return data.views[view]?.includes(field) ?? false;
}

/** The language is part of the key, as a few results hold sentences. */
const runKey = ({ id, version }: AnyAnalysis, params: object, data: Dataset, options: EngineRunOptions) =>
  keyOf({
    id,
    version,
    params,
    data: data.fingerprint,
    seed: options.seed ?? 0,
    backend: options.backend ?? null,
    language: data.settings.language,
  });

const statements = (queries: Record<string, Query>): Record<string, string> =>
  Object.fromEntries(Object.entries(queries).map(([name, query]) => [name, oneStatement(query)]));

/** The run as one whose trainings can go on after an interruption, where the project keeps such. */
function followed<T>(
  { trainings }: RunProject,
  key: string,
  { id }: AnyAnalysis,
  params: object,
  { seed = 0, backend }: EngineRunOptions,
  run: (snapshots?: Job['snapshots'], onSnapshot?: OnSnapshot) => Promise<T>,
): Promise<T> {
  const about = { analysis: id, params: { ...params }, seed, ...(backend && { backend }) };
  return trainings ? trainings.follow(key, about, run) : run();
}

type JobBase = Omit<Job, 'tables' | 'fingerprint'>;

/** Sends a job; again, where another job has meanwhile taken the place of a table that was thought to be there. */
const compute = (...args: Parameters<typeof send>): Promise<JobOutcome> =>
  send(...args).catch((error: unknown) => (isMissing(error) ? send(...args) : Promise.reject(error)));

/** Sends a job with the tables that the worker does not hold from an earlier one. */
async function send(
  project: RunProject,
  { compute: worker }: Pick<Workers, 'compute'>,
  base: JobBase,
  { fingerprint }: Dataset,
  queries: Record<string, string>,
  options: EngineRunOptions,
  onSnapshot?: OnSnapshot,
): Promise<JobOutcome> {
  const { signal, onProgress } = options;
  const keyed = Object.fromEntries(
    await Promise.all(Object.entries(queries).map(async ([name, sql]) => [name, await keyOf(sql)] as const)),
  );
  const missing = await worker.call('missing', [fingerprint, Object.values(keyed)]);
  const wanted = Object.entries(queries).filter(([name]) => missing.includes(keyed[name]!));
  const read = await readTables(project, Object.fromEntries(wanted), options);
  const tables = Object.fromEntries(
    Object.entries(keyed).map(([name, key]) => [name, { key, ...(read[name] && { ipc: read[name] }) }]),
  );
  const onStep =
    onProgress && ((done: number, note?: string) => onProgress(queryShare + (1 - queryShare) * done, note));
  const transfer = Object.values(read).map((ipc) => ipc.buffer as ArrayBuffer);
  return worker.call('run', [{ ...base, fingerprint, tables }, signal, onStep, onSnapshot], { transfer });
}

const isMissing = (error: unknown): boolean => error instanceof AppError && error.code === 'compute.missing-table';

async function readTables(
  project: RunProject,
  queries: Record<string, string>,
  { signal, onProgress }: JobOptions,
): Promise<Record<string, Uint8Array>> {
  const tables: [string, Uint8Array][] = [];
  const names = Object.keys(queries);
  for (const [i, name] of names.entries()) {
    onProgress?.((queryShare * i) / names.length, 'query');
    tables.push([name, await project.query(queries[name]!, { signal })]);
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
