import { documentFormat } from '../contract/document.ts';
import type { ProjectParts } from '../contract/document.ts';
import type { ProjectState } from './project/state.ts';

/** What can still be put down in the instant in which a page goes: no file can, but a line in the browser's small store. */
export interface Unsaved extends ProjectParts {
  /** Of the record that these changes follow. */
  sequence: number;
  /** Of the document. A page of an earlier form wrote none. */
  format: number;
  query: string;
}

const keyOf = (id: string): string => `behold-unsaved-${id}`;

const store = (): Storage | null => ('localStorage' in globalThis ? localStorage : null);

/** Notes what the disk does not have yet. It may be too much for the store: then the disk's own time must do. */
export function putDown({ id, name, notes, cohorts, runs, report, query }: ProjectState, sequence: number): void {
  const unsaved: Unsaved = { sequence, format: documentFormat, name, notes, cohorts, runs, report, query };
  try {
    store()?.setItem(keyOf(id), JSON.stringify(unsaved));
  } catch {
    forget(id);
  }
}

/**
 * What was put down for a project and follows this record; what is older has come to the disk since. Of a page of another form the
 * texts are taken up, which have had one form only.
 */
export function pickUp(id: string, sequence: number): Partial<Omit<Unsaved, 'sequence' | 'format'>> | null {
  const text = store()?.getItem(keyOf(id));
  if (!text) return null;
  try {
    const { sequence: follows, format, ...unsaved } = JSON.parse(text) as Unsaved;
    if (follows !== sequence) return null;
    const { name, notes, query } = unsaved;
    return format === documentFormat ? unsaved : { name, notes, query };
  } catch {
    return null;
  }
}

export const forget = (id: string): void => store()?.removeItem(keyOf(id));
