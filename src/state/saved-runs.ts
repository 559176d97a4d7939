import * as v from 'valibot';
import type { AnyAnalysis } from '../contract/analysis.ts';
import type { SavedRun } from '../contract/document.ts';
import type { EngineRun } from '../contract/engine.ts';
import { paramFields } from '../contract/params.ts';
import { stableJson } from '../engine/hash.ts';
import { digestOf } from './digest.ts';

export type Language = 'en' | 'zh';

/** What kept parameters are read by. */
type Versioned = Pick<SavedRun, 'params' | 'version'>;

/** A template brings what to run or to count, not what came of it. */
export const isFromTemplate = ({ fingerprint }: Pick<SavedRun, 'fingerprint'>): boolean => fingerprint === '';

/** Made with a later version of the analysis than this app has: its parameters can't be read here. */
export const isNewer = (analysis: AnyAnalysis, { version }: Versioned): boolean => version > analysis.version;

/** The parameters in today's form, with defaults for what they don't name; those that don't fit stay as they are. */
export function currentParams(analysis: AnyAnalysis, { params, version }: Versioned): Record<string, unknown> {
  const migrated = (version < analysis.version && analysis.migrate?.({ ...params }, version)) || params;
  const parsed = v.safeParse(analysis.params, migrated);
  return parsed.success ? (parsed.output as Record<string, unknown>) : { ...migrated };
}

/** What a run says on the page, and what it stands on. */
export interface Standing {
  /** The version of the analysis. */
  version: number;
  sentence: string;
  fingerprint: string;
  language: Language;
}

/** A run as the project keeps it; `at` is ISO. */
export async function savedRun(
  run: EngineRun,
  standing: Standing,
  label: { id: string; name: string; at: string },
): Promise<SavedRun> {
  return {
    ...label,
    ...standing,
    analysis: run.id,
    params: run.params as Record<string, unknown>,
    seed: run.seed,
    ...(run.backend && { backend: run.backend.name }),
    ...(run.scope && { scope: run.scope }),
    digest: await digestOf(run.result),
  };
}

/** The run that was saved last with this analysis, these parameters, this scope and this seed. */
export function findSaved(
  runs: readonly SavedRun[],
  analysis: AnyAnalysis,
  now: Pick<EngineRun, 'params' | 'seed' | 'scope'>,
): SavedRun | undefined {
  const asked = stableJson([now.params, now.scope ?? null]);
  return runs.findLast(
    (saved) =>
      saved.analysis === analysis.id &&
      saved.seed === now.seed &&
      !isNewer(analysis, saved) &&
      stableJson([currentParams(analysis, saved), saved.scope ?? null]) === asked,
  );
}

/**
 * How a run made again compares with the saved one. `same`: to the bit. Otherwise why it may differ: the `data`, the
 * analysis's `version`, the `backend` or the `language` is another; `differs`: none of them is, so it should not.
 */
export type Verdict = 'same' | 'data' | 'version' | 'backend' | 'language' | 'differs';

type Compared = Pick<SavedRun, 'digest' | 'fingerprint' | 'version' | 'backend' | 'language'>;

export function compareRuns(saved: Compared, now: Compared): Verdict {
  if (saved.digest === now.digest) return 'same';
  if (saved.fingerprint !== now.fingerprint) return 'data';
  if (saved.version !== now.version) return 'version';
  if (saved.backend !== now.backend) return 'backend';
  return saved.language !== undefined && saved.language !== now.language ? 'language' : 'differs';
}

const longestName = 80;
const mostNamed = 3;

const shorten = (text: string): string => (text.length <= longestName ? text : `${text.slice(0, longestName - 1)}…`);

/** The name, or the first of "name (2)", "name (3)", … that is not taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const name = shorten(wanted.trim());
  if (!taken.includes(name)) return name;
  let n = 2;
  while (taken.includes(`${name} (${n})`)) n++;
  return `${name} (${n})`;
}

function valueText(value: unknown, words: Record<string, string>, name: string): string {
  if (Array.isArray(value))
    return value.map((part) => (typeof part === 'object' ? JSON.stringify(part) : part)).join(' → ');
  const label = words[`param.${name}`] ?? name;
  if (typeof value === 'boolean') return `${label}: ${value ? '✓' : '✗'}`;
  if (typeof value === 'number') return `${label} ${value}`;
  return words[`option.${name}.${String(value)}`] ?? String(value);
}

/** A name for a run: the analysis's title, and the first few parameters that are not as they are by default. */
export function suggestName(analysis: AnyAnalysis, params: Record<string, unknown>, language: Language): string {
  const words = analysis.texts[language] as Record<string, string>;
  const told = paramFields(analysis.params).filter(({ name, default: usual }) => {
    const value = params[name];
    return value !== undefined && value !== '' && stableJson(value) !== stableJson(usual);
  });
  const values = told.slice(0, mostNamed).map(({ name }) => valueText(params[name], words, name));
  const title = words['title'] ?? analysis.id;
  return shorten(values.length > 0 ? `${title}: ${values.join(', ')}` : title);
}

/** The call that makes a run again, as one statement. */
export function runCall(run: Pick<SavedRun, 'analysis' | 'params' | 'seed' | 'backend' | 'scope'>): string {
  const params = JSON.stringify(run.params, null, 2);
  const backend = run.backend ? `, backend: '${run.backend}'` : '';
  const scope = run.scope ? `, scope: ${JSON.stringify(run.scope)}` : '';
  const options = `{ seed: ${run.seed}${backend}${scope} }`;
  return `const { result, views } = await behold.run('${run.analysis}', ${params}, ${options});`;
}

/** A name may hold anything; a comment ends with its line. */
const commentText = (text: string): string => text.replace(/[\n\r\u2028\u2029]+/g, ' ');

/** A script for the browser's console that makes a saved run again. `run` has today's parameters. */
export const runScript = (run: SavedRun): string =>
  [`// ${commentText(run.name)}`, `// ${run.at}, data ${run.fingerprint}, result ${run.digest}`, runCall(run), ''].join(
    '\n',
  );
