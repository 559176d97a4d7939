import { AppError } from '../../core/errors.ts';

const MOST_LAYERS = 6;
const MOST_UNITS = 1024;

/** Sizes of layers as a person writes them: `64, 32`. Throws `network.bad-layers`. */
export function hiddenSizes(text: string): number[] {
  const sizes = text
    .split(/[\s,;，、]+/)
    .filter((part) => part !== '')
    .map(Number);
  const fits = sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= MOST_UNITS);
  if (!fits || sizes.length === 0 || sizes.length > MOST_LAYERS)
    throw new AppError('network.bad-layers', { value: text });
  return sizes;
}
