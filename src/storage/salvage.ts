import type { Damage } from '../contract/storage.ts';
import type { ProjectDocument } from '../contract/document.ts';
import type { Mapping } from '../contract/project.ts';
import { filesOf } from './document.ts';
import type { Fault } from './project-folder.ts';

/** Why each file that can't be used is so, by its path. */
export type BadFiles = ReadonlyMap<string, Fault>;

/** The tables, models and ledgers that rest on bad files, each once. */
export function damageBy(document: ProjectDocument, bad: BadFiles): Damage[] {
  const found = new Map<string, Damage>();
  for (const { ref, part, name } of filesOf(document)) {
    const reason = bad.get(ref.file);
    const key = JSON.stringify([part, name]);
    if (reason && !found.has(key)) found.set(key, { part, name, reason });
  }
  return [...found.values()];
}

/**
 * The document without what is damaged. A table goes whole, even if only its raw rows or only its outcome is bad: a recipe
 * without the one or the other would tell of rows that nobody can check. The views that read it go with it.
 */
export function without(document: ProjectDocument, damage: readonly Damage[]): ProjectDocument {
  const names = (part: Damage['part']) => new Set(damage.filter((each) => each.part === part).map(({ name }) => name));
  const [tables, models] = [names('table'), names('model')];
  return {
    ...document,
    tables: document.tables.filter(({ name }) => !tables.has(name)),
    models: document.models.filter(({ name }) => !models.has(name)),
    ledgers: names('ledgers').size ? null : document.ledgers,
    mapping: viewsWithout(document.mapping, tables),
  };
}

const viewsWithout = (mapping: Mapping, tables: ReadonlySet<string>): Mapping =>
  Object.fromEntries(Object.entries(mapping).filter(([, view]) => !view || !tables.has(view.table)));
