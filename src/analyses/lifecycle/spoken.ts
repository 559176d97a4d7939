import type { LifecyclePeriod, LifecycleResult } from './result.ts';

/** The period that sentences tell of: the last one that is over, or the last at all. */
export const spoken = ({ periods }: LifecycleResult): LifecyclePeriod | undefined =>
  periods.findLast(({ partial }) => !partial) ?? periods.at(-1);
