import { transfer } from 'comlink';
import type { JobOutcome } from '../../src/contract/workers.ts';

/** Moves the tables' bytes to the page; the result itself is cloned. */
export const transferOutcome = (outcome: JobOutcome): JobOutcome =>
  transfer(
    outcome,
    outcome.tables.map(({ ipc }) => ipc.buffer as ArrayBuffer),
  );
