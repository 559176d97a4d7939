const LF = 10;
const CR = 13;

/** Leaves out the first lines of bytes that come in chunks; LF, CR and CRLF end a line. */
export class LineSkipper {
  /** The last chunk ended with a carriage return, whose line feed may follow. */
  private afterCr = false;

  constructor(private lines: number) {}

  /** What of the chunk lies behind the lines. */
  skipIn(chunk: Uint8Array): Uint8Array {
    let at = 0;
    while (at < chunk.length && (this.lines > 0 || this.afterCr)) {
      const byte = chunk[at]!;
      if (this.afterCr && byte !== LF && this.lines === 0) {
        this.afterCr = false;
        break;
      }
      at++;
      if (byte === CR || (byte === LF && !this.afterCr)) this.lines--;
      this.afterCr = byte === CR;
    }
    return chunk.subarray(at);
  }
}
