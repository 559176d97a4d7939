import { Gunzip } from 'fflate';
import type { OpenBytes } from './inflated-source.ts';
import { platformInflate } from './inflated-source.ts';

/** Inflates gzip of one member or several (bgzip, joined logs). */
export async function* inflateGzip(open: OpenBytes): AsyncGenerator<Uint8Array> {
  let sent = 0;
  try {
    for await (const piece of platformInflate(open(), 'gzip')) {
      sent += piece.length;
      yield piece;
    }
  } catch (error) {
    if (!saysTrailingData(error)) throw error;
    yield* laterMembers(open, sent);
  }
}

const saysTrailingData = (error: unknown): boolean =>
  error instanceof Error && /junk|trailing|after (the )?end|extra/i.test(error.message);

/** Some browsers inflate only the first member of a file of several: read on with a decoder that goes on. */
async function* laterMembers(open: OpenBytes, sent: number): AsyncGenerator<Uint8Array> {
  let skip = sent;
  for await (const piece of inflateMembers(open())) {
    if (skip >= piece.length) skip -= piece.length;
    else {
      yield skip > 0 ? piece.subarray(skip) : piece;
      skip = 0;
    }
  }
}

async function* inflateMembers(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const gunzip = new Gunzip((piece) => pieces.push(piece));
  for await (const chunk of chunks) {
    gunzip.push(chunk);
    yield* pieces.splice(0);
  }
  gunzip.push(new Uint8Array(0), true);
  yield* pieces.splice(0);
}
