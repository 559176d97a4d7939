import type { Params } from './params.ts';

/** Whether a number is foretold, or a class. */
export const isOfNumber = ({ target, task }: Pick<Params, 'target' | 'task'>): boolean =>
  target === 'count' || target === 'sum' || task === 'number';
