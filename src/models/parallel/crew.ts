import threadUrl from '../../../workers/thread.worker.ts?worker&url';
import { AppError } from '../../core/errors.ts';
import { trustedScriptUrl } from '../../core/trusted-url.ts';
import type { Call } from './threads.ts';

/** Workers that run a kernel's functions over one shared memory. */
export interface Crew {
  run(calls: readonly Call[], pause: (done: number) => Promise<void>): Promise<void>;
  end(): void;
}

/** What a worker is sent first. */
export interface ThreadStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
}

/** What a worker answers: an error's message, where there was one. */
export type ThreadAnswer = string | null;

function hired({ module, memory }: ThreadStart, name: string): Worker {
  const worker = new Worker(trustedScriptUrl(threadUrl), { type: 'module', name });
  worker.postMessage({ module, memory } satisfies ThreadStart);
  return worker;
}

/** One call on one worker; a worker that dies rejects. */
function asked(worker: Worker, call: Call): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (message: string) => reject(new AppError('model.thread-lost', { message }));
    worker.onmessage = ({ data }: MessageEvent<ThreadAnswer>) => (data === null ? resolve() : fail(data));
    worker.onerror = ({ message }) => fail(message);
    worker.onmessageerror = () => fail('');
    worker.postMessage(call);
  });
}

/** As many workers as asked for. Whoever is free takes the next call. */
export function crew(module: WebAssembly.Module, memory: WebAssembly.Memory, count: number): Crew {
  const workers = Array.from({ length: count }, (_, at) => hired({ module, memory }, `thread ${at + 1}`));
  return {
    async run(calls, pause) {
      let [next, done] = [0, 0];
      const work = async (worker: Worker) => {
        for (let at = next++; at < calls.length; at = next++) {
          await asked(worker, calls[at]!);
          await pause(++done);
        }
      };
      await Promise.all(workers.map(work));
    },
    end: () => workers.forEach((worker) => worker.terminate()),
  };
}
