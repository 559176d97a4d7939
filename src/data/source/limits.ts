import { AppError } from '../../core/errors.ts';

/**
 * What packed data may do to the machine. Headers are never trusted: bytes are counted as they come out.
 *
 * Event logs pack 5 to 30 times, very repetitive ones 100 times; deflate ends at 1,032 times, which only filler reaches. So from
 * 64 MB on, 200 times is no data any more. What is held in memory as a whole (binary formats, which are compact already) gets less.
 */
export const LIMITS = {
  freeBytes: 64 << 20,
  ratio: 200,
  heldRatio: 40,
  heldBytes: 2 ** 30,
  entries: 10_000,
} as const;

/** Counts the bytes of one stream before and after unpacking, and stops where they can't be data. */
export class Meter {
  private packed = 0;
  private inflated = 0;

  constructor(
    private readonly file: string,
    private readonly ratio: number = LIMITS.ratio,
  ) {}

  in(bytes: number): void {
    this.packed += bytes;
  }

  out(bytes: number): void {
    this.inflated += bytes;
    if (this.inflated <= LIMITS.freeBytes || this.inflated <= this.packed * this.ratio) return;
    throw new AppError('import.inflates-too-far', {
      file: this.file,
      times: Math.floor(this.inflated / Math.max(1, this.packed)),
      most: this.ratio,
    });
  }
}
