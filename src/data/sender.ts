import type { DecodedPart } from '../contract/workers.ts';

export type Sink = (part: DecodedPart) => Promise<void>;

/** Parts on their way at one time: one being inserted, one waiting. */
const MOST_UNDER_WAY = 2;

/** Sends parts to a sink that may be slower than the decoder, and holds the decoder back when it is. */
export class Sender {
  private readonly underWay: Promise<void>[] = [];
  private sent = false;

  constructor(private readonly sink: Sink) {}

  /** Has what was sent so far discarded; says nothing where nothing was. */
  async restart(): Promise<void> {
    await this.settled();
    if (this.sent) await this.sink({ kind: 'begin' });
    this.sent = false;
  }

  async rows(ipc: Uint8Array, rows: number): Promise<void> {
    while (this.underWay.length >= MOST_UNDER_WAY) await this.underWay.shift();
    this.sent = true;
    const sending = this.sink({ kind: 'rows', ipc, rows });
    // A failure is met at the next wait; until then it is no unhandled one.
    sending.catch(() => undefined);
    this.underWay.push(sending);
  }

  async settled(): Promise<void> {
    while (this.underWay.length > 0) await this.underWay.shift();
  }
}
