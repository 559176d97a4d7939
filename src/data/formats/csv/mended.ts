import type { Notice } from '../../../contract/import.ts';
import type { Count, OtherTable } from './dialect.ts';

/** What a reader mends or passes over: the key of the notice that says so. */
const CODES = {
  quotes: 'import.repaired-quotes',
  padded: 'import.padded-records',
  trimmed: 'import.trimmed-records',
  comments: 'import.comment-lines',
  emptyRows: 'import.empty-rows',
} as const;

export type MendedKind = keyof typeof CODES;

/** Longer texts are cut in notices; the file itself has all of it. */
const SHOWN = 120;

/** Counts what was mended, with the first case of each kind. */
export class Mended {
  readonly counts = new Map<MendedKind, Count>();

  add(kind: MendedKind, line: number, text: () => string, count = 1): void {
    if (count === 0) return;
    const known = this.counts.get(kind);
    if (known) known.count += count;
    else this.counts.set(kind, { count, line, text: text().slice(0, SHOWN) });
  }

  of(kind: MendedKind): number {
    return this.counts.get(kind)?.count ?? 0;
  }
}

/** What a person should know about what was mended, and about further tables in the file. */
export function noticesOf({ counts }: Mended, tables: readonly OtherTable[]): Notice[] {
  const notices = [...counts].map(([kind, { count, line, text }]) => ({
    code: CODES[kind],
    values: { count, line, text },
  }));
  if (tables.length === 0) return notices;
  const where = tables.map(({ line, names }) => `${line} (${names.join(', ')})`).join('; ');
  return [...notices, { code: 'import.several-tables', values: { parts: tables.length + 1, where } }];
}
