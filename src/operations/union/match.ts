import type { Shape } from '../../contract/operation.ts';
import { AppError } from '../../core/errors.ts';
import { columnTypeOf } from '../../sql/column-type.ts';
import type { Column } from '../shared/columns.ts';
import { columnOf, ownColumns, sameName } from '../shared/columns.ts';
import type { Pair } from '../shared/hints.ts';

/** What loses nothing on its way into the other type. Text that should be more must be parsed first, where losses are counted. */
const WIDER: Record<string, readonly string[]> = {
  integer: ['number', 'text'],
  number: ['text'],
  date: ['timestamp', 'text'],
  timestamp: ['text'],
  boolean: ['text'],
};

function canHold(own: Column, theirs: Column): boolean {
  const [to, from] = [columnTypeOf(own.type), columnTypeOf(theirs.type)];
  if (to === undefined || from === undefined) return own.type === theirs.type || to === 'text';
  return to === from || WIDER[from]?.includes(to) === true;
}

function check(own: Column, theirs: Column): void {
  if (canHold(own, theirs)) return;
  const values = { column: own.name, type: own.type, other: theirs.name, otherType: theirs.type };
  throw new AppError('recipe.type-clash', values);
}

interface Match {
  /** Their column for each of ours that has one. */
  sources: Map<string, string>;
  /** Their columns that go nowhere. */
  rest: Column[];
}

/**
 * Which of their columns fill which of ours: by the pairs, and by name where no pair speaks of either. Throws
 * `recipe.missing-column`, `recipe.named-twice` and `recipe.type-clash`.
 */
export function matched(pairs: readonly Pair[], input: Shape, other: Shape): Match {
  const sources = new Map<string, string>();
  for (const { from, to } of pairs) {
    const [theirs, own] = [columnOf(other, from), columnOf(input, to)];
    if (sources.has(own.name)) throw new AppError('recipe.named-twice', { column: own.name });
    check(own, theirs);
    sources.set(own.name, theirs.name);
  }
  const free = ownColumns(other).filter(({ name }) => !pairs.some(({ from }) => from === name));
  for (const own of ownColumns(input).filter(({ name }) => !sources.has(name))) {
    const theirs = free.find(({ name }) => sameName(name, own.name));
    if (!theirs) continue;
    check(own, theirs);
    sources.set(own.name, theirs.name);
  }
  const used = new Set(sources.values());
  return { sources, rest: free.filter(({ name }) => !used.has(name)) };
}
