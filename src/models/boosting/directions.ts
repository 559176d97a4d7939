import { AppError } from '../../core/errors.ts';
import type { Matrix } from '../matrix.ts';

/**
 * By column 1 where the prediction may only rise with it, −1 where it may only fall; undefined where all are free. Throws
 * `boosting.unknown-column`, `boosting.both-directions`, `boosting.monotone-category`.
 */
export function monotoneOf(
  { increasing, decreasing }: { increasing: readonly string[]; decreasing: readonly string[] },
  x: Matrix,
): Int8Array | undefined {
  if (increasing.length + decreasing.length === 0) return undefined;
  const directions = new Int8Array(x.columns);
  const set = (name: string, direction: number) => {
    const column = x.names.indexOf(name);
    if (column < 0) throw new AppError('boosting.unknown-column', { column: name, known: x.names.join(', ') });
    if (x.categories?.[column]) throw new AppError('boosting.monotone-category', { column: name });
    if (directions[column] === -direction) throw new AppError('boosting.both-directions', { column: name });
    directions[column] = direction;
  };
  for (const name of increasing) set(name, 1);
  for (const name of decreasing) set(name, -1);
  return directions;
}
