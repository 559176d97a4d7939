import { AppError } from '../../core/errors.ts';

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const OFFSET = /^\s*([-+−]?)\s*(\d+(?:\.\d+)?)\s*([smhdw])\s*$/;
/** A hundred years: whatever is further off is no clock's fault. */
const MOST = 100 * 366 * 86_400;

/** An offset such as `-30s`, `8h` or `1.5h` in whole seconds; throws `recipe.bad-offset`. */
export function secondsOf(offset: string): number {
  const [, sign, amount, unit] = OFFSET.exec(offset) ?? [];
  const seconds = Number(amount) * (UNITS[unit ?? ''] ?? NaN);
  if (!Number.isInteger(seconds) || seconds > MOST) throw new AppError('recipe.bad-offset', { offset });
  return sign === '' || sign === '+' ? seconds : -seconds;
}
