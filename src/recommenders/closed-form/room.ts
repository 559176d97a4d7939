import { AppError } from '../../core/errors.ts';
import type { Interactions } from '../data.ts';
import { countsOf } from '../popular.ts';

/** Their matrix takes 0.8 GB, beside all else that the page holds, and some minutes. */
const MOST_ITEMS = 10_000;

/** Throws `recommend.too-many-items` where a matrix of all items that anybody had, of `bytes`, is more than a page has room for. */
export function assertRoom(algorithm: string, interactions: Interactions, bytes: (items: number) => number): void {
  const items = countsOf(interactions).filter((count) => count > 0).length;
  if (items <= MOST_ITEMS) return;
  const gigabytes = (bytes(items) / 1e9).toFixed(1);
  throw new AppError('recommend.too-many-items', { algorithm, items, gigabytes, most: MOST_ITEMS });
}
