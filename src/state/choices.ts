import type { StudyResult } from '../contract/learning.ts';
import type { KnownName, NameKind } from '../contract/population.ts';
import { identifierOf } from '../core/identifier.ts';
import type { Workspace } from './workspace.svelte.ts';

/** As many values of a property as a form suggests. */
const SUGGESTED = 200;

/** As many names as somebody looks through before typing on. */
const NAMED = 50;

/** What forms can offer of the data on the page: event names, properties, and a property's values and the names of things when they are asked for. */
export const choicesOf = (workspace: Workspace) => ({
  events: (workspace.dataset?.events ?? []).map(({ name }) => name),
  properties: workspace.dataset?.properties ?? [],
  values: async (property: string): Promise<string[]> => {
    const found = await workspace.engine.propertyValues(property, SUGGESTED);
    return found.map(({ value }) => value);
  },
  names: (kind: NameKind, words: string): Promise<KnownName[]> => workspace.engine.names(kind, words, NAMED),
});

type Data = Pick<Workspace, 'dataset' | 'mapping'>;

/** The project's tables, and the columns of the one that a run's parameters name; else of the users' table. */
export function columnChoices({ dataset, mapping }: Data, params: Record<string, unknown>): Record<string, string[]> {
  const tables = dataset?.tables ?? [];
  const named = params['table'] || mapping?.users?.table;
  const chosen = tables.find(({ name }) => name === named);
  return { table: tables.map(({ name }) => name), column: chosen?.columns.map(({ name }) => name) ?? [] };
}

/** Of a table all but its label and identifier; of the users' table what it says beside its roles. */
function learntColumns({ dataset, mapping }: Data, params: Record<string, unknown>): string[] {
  const label = String(params['label'] || 'label');
  if (!params['table']) {
    const columns = (dataset?.properties ?? []).flatMap(({ view, column }) => (view === 'users' ? [column] : []));
    return columns.filter((name) => name !== label);
  }
  const columns = columnChoices({ dataset, mapping }, params)['column']!;
  const identifier = identifierOf(
    columns.map((name) => ({ name })),
    label,
  )?.name;
  return columns.filter((name) => name !== label && name !== identifier);
}

/**
 * What a model learns from, as far as it can be told: the columns chosen of the table, else those of `learntColumns`; of an event log
 * the features that its last result names, as they are made of the log.
 */
export function learntChoices(
  data: Data,
  params: Record<string, unknown>,
  result: unknown,
): Record<'column-learnt', string[]> {
  const { legend = [] } = (result ?? {}) as Partial<StudyResult>;
  const ofLog = !params['table'] && !params['label'] && data.dataset?.views.events !== undefined;
  if (ofLog) return { 'column-learnt': legend.map(({ name }) => name) };
  const chosen = (params['features'] ?? []) as string[];
  const columns = chosen.filter((name) => name !== params['label']);
  return { 'column-learnt': columns.length > 0 ? columns : learntColumns(data, params) };
}
