import type { Notice } from '../../../contract/import.ts';
import type { Count } from './dialect.ts';
import type { OtherTables } from './other-tables.ts';

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

/** What a person should know about what was mended, and about headers and tables that come further below. */
export function noticesOf({ counts }: Mended, { found, repeats, repeatLines }: OtherTables): Notice[] {
  const notices: Notice[] = [...counts].map(([kind, { count, line, text }]) => ({
    code: CODES[kind],
    values: { count, line, text },
  }));
  if (repeats > 0) {
    const where = repeatLines.join(', ') + (repeats > repeatLines.length ? ', …' : '');
    notices.push({ code: 'import.repeated-header', values: { count: repeats, where } });
  }
  if (found.length > 0) {
    const where = found.map(({ line, names }) => `${line} (${names.join(', ')})`).join('; ');
    notices.push({ code: 'import.several-tables', values: { parts: found.length + 1, where } });
  }
  return notices;
}
