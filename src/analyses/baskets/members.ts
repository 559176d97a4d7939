import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { ownersOf, ownersWithout } from '../../features/baskets/queries.ts';
import type { Params } from './params.ts';

function read(mark: string): string[] | null {
  try {
    const parts: unknown = JSON.parse(mark);
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : null;
  } catch {
    return null;
  }
}

/** The users behind a rule, a set, or an offer that was not taken yet: marks.ts. Throws `analysis.unknown-mark`. */
export function members(params: Params, data: Dataset, sql: Dialect, mark: string): string {
  const [kind, ...items] = read(mark) ?? [];
  if (kind === 'with' && items.length > 0) return ownersOf(items, params, data, sql);
  if (kind === 'without' && items.length === 2) return ownersWithout(items[0]!, items[1]!, params, data, sql);
  throw new AppError('analysis.unknown-mark', { mark });
}
