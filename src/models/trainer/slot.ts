import type { Snapshots } from '../../contract/analysis.ts';

/** Where one training of a job keeps how far it is. */
export interface Slot {
  /** What an earlier run of the job kept here; undefined where there is nothing. */
  read(): unknown;
  /** In place of the last; `last`: the training is at its end. */
  write(state: unknown, done: number, last?: boolean): void;
  /** What was read is none of this training's. */
  drop(): void;
}

const taken = new WeakMap<Snapshots, number>();

/** The place of the next training of a job: `train-0`, `train-1`, … in the order of the calls, the same in every run. */
export function nextSlot(snapshots: Snapshots | undefined): Slot | undefined {
  if (!snapshots) return undefined;
  const number = taken.get(snapshots) ?? 0;
  taken.set(snapshots, number + 1);
  const name = `train-${number}`;
  return {
    read: () => snapshots.read(name),
    write: (state, done, last) => snapshots.write(name, state, done, last),
    drop: () => snapshots.write(name, null, 0),
  };
}
