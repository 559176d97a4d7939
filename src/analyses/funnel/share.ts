import { wilson } from '../../core/statistics.ts';
import type { Share } from './result.ts';

/** A share with its 95 % Wilson interval. */
export function shareOf(count: number, total: number): Share {
  const bounds = wilson(count, total);
  return { share: total > 0 ? count / total : null, low: bounds?.low ?? null, high: bounds?.high ?? null };
}
