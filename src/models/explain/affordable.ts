import type { Fitted } from '../estimator.ts';

/** Multiplications that one question about a model may take: some seconds. */
const WORK = 3e9;

/**
 * How many times a question of so many predictions each can be asked of a model: `most`, or where it is costly fewer, but `least`. It
 * depends on the model alone and not on the clock, so that the same model is explained the same way everywhere.
 */
export const affordable = (
  { cost = 0 }: Pick<Fitted, 'cost'>,
  predictions: number,
  { least, most }: { least: number; most: number },
): number => (cost * predictions * most <= WORK ? most : Math.max(least, Math.floor(WORK / (cost * predictions))));
