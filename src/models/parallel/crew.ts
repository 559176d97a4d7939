import { AppError } from '../../core/errors.ts';
import type { ErrorValues } from '../../core/errors.ts';
import { trustedScriptUrl } from '../../core/trusted-url.ts';

/** Workers that are alike and answer one question at a time. */
export interface Crew<Ask, Answer> {
  /**
   * Asks all, several at once: whoever is free takes the next. `taken` is awaited after each answer, with the place of its question;
   * what it throws ends the run, as what a worker throws does, or `model.thread-lost` where one dies.
   */
  run(asks: readonly Ask[], taken: (answer: Answer, at: number) => Promise<void>): Promise<void>;
  end(): void;
}

/** What a worker says to a question. */
export type Reply<Answer> = { answer: Answer } | { error: { code: string; values: ErrorValues } };

function asked<Ask, Answer>(worker: Worker, ask: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const lost = (message: string) => reject(new AppError('model.thread-lost', { message }));
    worker.onmessage = ({ data }: MessageEvent<Reply<Answer>>) =>
      'error' in data ? reject(new AppError(data.error.code, data.error.values)) : resolve(data.answer);
    worker.onerror = ({ message }) => lost(message);
    worker.onmessageerror = () => lost('');
    worker.postMessage(ask);
  });
}

function hired(url: string, start: unknown, name: string): Worker {
  const worker = new Worker(trustedScriptUrl(url), { type: 'module', name });
  worker.postMessage(start);
  return worker;
}

/** As many workers as asked for, of the script at this address (workers/answering.ts), each sent `start` first. */
export function crew<Ask, Answer>(url: string, start: unknown, count: number): Crew<Ask, Answer> {
  const workers = Array.from({ length: count }, (_, at) => hired(url, start, `thread ${at + 1}`));
  return {
    async run(asks, taken) {
      let next = 0;
      const work = async (worker: Worker) => {
        for (let at = next++; at < asks.length; at = next++) {
          await taken(await asked<Ask, Answer>(worker, asks[at]!), at);
        }
      };
      await Promise.all(workers.map(work));
    },
    end: () => workers.forEach((worker) => worker.terminate()),
  };
}
