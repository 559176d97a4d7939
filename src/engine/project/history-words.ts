import type { Cohort, HistoryEntry, Report, SavedRun } from '../../contract/document.ts';
import type { RecipeStep } from '../../contract/operation.ts';
import type { Field, Mapping, Settings } from '../../contract/project.ts';
import { sameValue } from './same-value.ts';

type ListVerb = 'added' | 'removed' | 'renamed' | 'changed' | 'many';

/** The texts that a change is told by. */
export type ChangeCode =
  | `history.${'name' | 'notes' | 'notes-cleared' | 'settings' | 'other'}`
  | `history.mapping.${'mapped' | 'unmapped' | 'set' | 'unset' | 'changed' | 'many'}`
  | `history.settings.${'zone' | 'gap' | 'monday' | 'sunday'}`
  | `history.recipe.${'added' | 'removed' | 'changed' | 'on' | 'off' | 'moved' | 'cleared' | 'many'}`
  | `history.model.${'added' | 'removed' | 'changed'}`
  | `history.cohorts.${ListVerb}`
  | `history.runs.${ListVerb}`
  | `history.report.${'title' | 'added' | 'removed' | 'moved' | 'changed'}`;

/** A change in words: `locale.t(code, values)`. `values.operation` is an operation's id, which has a title elsewhere. */
export interface ChangeWords {
  code: ChangeCode;
  values: Record<string, string | number>;
}

const words = (code: ChangeCode, values: ChangeWords['values'] = {}): ChangeWords => ({ code, values });

/** What a change of the project was, for the list of changes. Long texts are cut. */
export function describeChange(entry: HistoryEntry): ChangeWords {
  try {
    return wordsFor(entry);
  } catch {
    // Of a file from elsewhere it is not known that its values are what they should be; the list shows them all the same.
    return words('history.other', { kind: entry.kind });
  }
}

function wordsFor({ kind, subject = '', before, after }: HistoryEntry): ChangeWords {
  switch (kind) {
    case 'name':
      return words('history.name', { from: cut(before as string), to: cut(after as string) });
    case 'notes':
      return after === '' ? words('history.notes-cleared') : words('history.notes', { text: cut(after as string) });
    case 'mapping':
      return mappingWords(before as Mapping, after as Mapping);
    case 'settings':
      return settingsWords(before as Settings, after as Settings);
    case 'recipe':
      return recipeWords(cut(subject), before as RecipeStep[], after as RecipeStep[]);
    case 'model':
      return words(`history.model.${before ? (after ? 'changed' : 'removed') : 'added'}`, { name: cut(subject) });
    case 'cohorts':
    case 'runs':
      return listWords(kind, before as (Cohort | SavedRun)[], after as (Cohort | SavedRun)[]);
    case 'report':
      return reportWords(before as Report, after as Report);
  }
}

/** One line of at most 60 characters. */
function cut(text: string): string {
  const line = [...text.trim().replace(/\s+/g, ' ')];
  return line.length > 60 ? `${line.slice(0, 59).join('')}…` : line.join('');
}

type Fields = Record<string, Field>;

function mappingWords(before: Mapping, after: Mapping): ChangeWords {
  const views = differing(before, after);
  const [view = ''] = views;
  const [from, to] = [before, after].map((mapping) => (mapping as Record<string, Fields>)[view]);
  if (views.length !== 1) return words('history.mapping.many', { n: views.length, list: cut(views.join(', ')) });
  if (!from) return words('history.mapping.mapped', { view, table: fieldWords(to?.['table']) });
  if (!to) return words('history.mapping.unmapped', { view, table: fieldWords(from['table']) });
  const fields = differing(from, to);
  if (fields.length === 1) return fieldChange(`${view}.${fields[0]}`, from[fields[0]!], to[fields[0]!]);
  const list = fields.map((field) => `${view}.${field}`).join(', ');
  return words('history.mapping.many', { n: fields.length, list: cut(list) });
}

function fieldChange(field: string, from: Field | undefined, to: Field | undefined): ChangeWords {
  if (from === undefined) return words('history.mapping.set', { field, to: fieldWords(to) });
  if (to === undefined) return words('history.mapping.unset', { field, from: fieldWords(from) });
  return words('history.mapping.changed', { field, from: fieldWords(from), to: fieldWords(to) });
}

function fieldWords(field: Field | undefined): string {
  if (field === undefined || typeof field === 'string') return cut(field ?? '');
  return cut('sql' in field ? field.sql : String(field.constant));
}

function settingsWords(before: Settings, after: Settings): ChangeWords {
  const [name, ...others] = differing(before, after);
  if (others.length > 0) return words('history.settings', { n: others.length + 1 });
  if (name === 'zone') return words('history.settings.zone', { from: before.zone, to: after.zone });
  if (name === 'weekStart') return words(`history.settings.${after.weekStart}`);
  if (name === 'sessionGapMinutes')
    return words('history.settings.gap', { from: before.sessionGapMinutes, to: after.sessionGapMinutes });
  return words('history.settings', { n: 1 });
}

function recipeWords(table: string, before: RecipeStep[], after: RecipeStep[]): ChangeWords {
  const counts = { table, before: before.length, after: after.length };
  if (after.length === 0) return words('history.recipe.cleared', counts);
  const at = firstDifference(before, after);
  const [from, to] = [before[at], after[at]];
  if (to && sameValue(without(after, at), before)) return words('history.recipe.added', stepValues(to, at, counts));
  if (from && sameValue(without(before, at), after))
    return words('history.recipe.removed', stepValues(from, at, counts));
  if (from && to && sameValue(without(before, at), without(after, at)))
    return words(`history.recipe.${stepVerb(from, to)}`, stepValues(to, at, counts));
  return words(isReordered(before, after) ? 'history.recipe.moved' : 'history.recipe.many', counts);
}

const stepValues = ({ operation }: RecipeStep, at: number, counts: ChangeWords['values']): ChangeWords['values'] => ({
  ...counts,
  operation,
  step: at + 1,
});

function stepVerb({ off: wasOff = false, ...from }: RecipeStep, { off = false, ...to }: RecipeStep) {
  if (off === wasOff || !sameValue(from, to)) return 'changed';
  return off ? 'off' : 'on';
}

function listWords(kind: 'cohorts' | 'runs', before: (Cohort | SavedRun)[], after: (Cohort | SavedRun)[]): ChangeWords {
  const [was, is] = [byId(before), byId(after)];
  const changed = differing(was, is);
  const [id = ''] = changed;
  const [from, to] = [was[id], is[id]];
  if (changed.length !== 1) return words(`history.${kind}.many`, { n: changed.length, after: after.length });
  if (!from) return words(`history.${kind}.added`, { name: cut(to!.name) });
  if (!to) return words(`history.${kind}.removed`, { name: cut(from.name) });
  if (from.name === to.name) return words(`history.${kind}.changed`, { name: cut(to.name) });
  return words(`history.${kind}.renamed`, { from: cut(from.name), to: cut(to.name) });
}

function reportWords(before: Report, after: Report): ChangeWords {
  if (sameValue(before.blocks, after.blocks))
    return words('history.report.title', { from: cut(before.title), to: cut(after.title) });
  const n = after.blocks.length - before.blocks.length;
  if (n !== 0) return words(n > 0 ? 'history.report.added' : 'history.report.removed', { n: Math.abs(n) });
  return words(isReordered(before.blocks, after.blocks) ? 'history.report.moved' : 'history.report.changed');
}

const byId = <T extends { id: string }>(list: T[]): Record<string, T> =>
  Object.fromEntries(list.map((item) => [item.id, item]));

/** The names of the fields that are not the same, in order. */
function differing(before: object, after: object): string[] {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const names = new Set([...was.keys(), ...is.keys()]);
  return [...names].filter((name) => !sameValue(was.get(name), is.get(name)));
}

function firstDifference(before: unknown[], after: unknown[]): number {
  const at = before.findIndex((item, n) => !sameValue(item, after[n]));
  return at < 0 ? before.length : at;
}

const without = <T>(list: T[], at: number): T[] => list.filter((_, n) => n !== at);

const isReordered = (before: unknown[], after: unknown[]): boolean =>
  before.length === after.length && sameValue(sorted(before), sorted(after));

const sorted = (list: unknown[]): string[] => list.map((item) => JSON.stringify(item)).sort();
