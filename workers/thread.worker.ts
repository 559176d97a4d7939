import type { Call, ThreadStart } from '../src/models/parallel/threads.ts';
import { answering } from './answering.ts';

type Functions = Record<string, (...args: number[]) => number>;

/** One more thread for a kernel whose memory is shared. */
answering(async ({ module, memory }: ThreadStart) => {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const functions = exports as unknown as Functions;
  return ([name, ...args]: Call): null => {
    functions[name]!(...args);
    return null;
  };
});
