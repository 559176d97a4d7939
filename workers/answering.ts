import { AppError } from '../src/core/errors.ts';
import type { Reply } from '../src/models/parallel/crew.ts';

async function reply<Answer>(answer: () => Promise<Answer>): Promise<Reply<Answer>> {
  try {
    return { answer: await answer() };
  } catch (error) {
    if (error instanceof AppError) return { error: { code: error.code, values: error.values } };
    return { error: { code: 'model.thread-lost', values: { message: String(error) } } };
  }
}

/**
 * Makes this worker one more thread of a crew (src/models/parallel/crew.ts): its first message says what is to be made ready, each later
 * one is a question.
 */
export function answering<Start, Ask, Answer>(
  prepare: (start: Start) => Promise<(ask: Ask) => Answer | Promise<Answer>>,
): void {
  let ready: Promise<(ask: Ask) => Answer | Promise<Answer>> | undefined;
  self.onmessage = async ({ data }: MessageEvent<Start | Ask>) => {
    if (ready) postMessage(await reply(async () => (await ready!)(data as Ask)));
    else {
      ready = prepare(data as Start);
      // Told with the answer to the first question.
      ready.catch(() => undefined);
    }
  };
}
