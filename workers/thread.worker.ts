import type { ThreadAnswer, ThreadStart } from '../src/models/parallel/crew.ts';
import type { Call } from '../src/models/parallel/threads.ts';

type Functions = Record<string, (...args: number[]) => number>;

let functions: Promise<Functions> | undefined;

async function started({ module, memory }: ThreadStart): Promise<Functions> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  return exports as unknown as Functions;
}

async function answer([name, ...args]: Call): Promise<ThreadAnswer> {
  try {
    (await functions!)[name]!(...args);
    return null;
  } catch (error) {
    return String(error);
  }
}

/** One more thread for a kernel whose memory is shared: first the kernel, then one call after the other. */
self.onmessage = async ({ data }: MessageEvent<ThreadStart | Call>) => {
  if ('module' in data) functions = started(data);
  else postMessage(await answer(data));
};
