import { textOf } from './ascii.ts';
import { Kind, KINDS } from './value.ts';

/** A value that a message can point at. */
export interface Example {
  line: number;
  text: string;
}

const EXAMPLE_BYTES = 80;

/** What was seen of one column, whatever it is stored as: how many values of each kind, and the first of each. */
export class Evidence {
  readonly counts = new Float64Array(KINDS);
  readonly examples: (Example | undefined)[] = new Array<Example | undefined>(KINDS).fill(undefined);
  /** Slash dates that came with a time of day, and times that came with a zone. */
  slashTimes = 0;
  zoned = 0;
  /** JSON: values written as strings or as arrays and objects; they never become numbers. */
  strings = 0;
  nested = 0;

  /** Counts values whose first example doesn't matter: those that fit the column's type. */
  many(kind: Kind, count: number): void {
    this.counts[kind]! += count;
  }

  one(kind: Kind, bytes: Uint8Array, start: number, end: number, line: number): void {
    if (this.counts[kind]!++ === 0) this.examples[kind] = exampleOf(bytes, start, end, line);
  }

  /** Values that say something: not absent, not blank. */
  values(): number {
    let sum = 0;
    for (let kind = 0; kind < KINDS; kind++) if (kind !== Kind.blank) sum += this.counts[kind]!;
    return sum;
  }

  count(...kinds: Kind[]): number {
    return kinds.reduce<number>((sum, kind) => sum + this.counts[kind]!, 0);
  }

  /** The first value of any kind but these. */
  firstOutside(kinds: readonly Kind[]): Example | undefined {
    const fits = (kind: number): boolean => kind === Kind.blank || (kinds as readonly number[]).includes(kind);
    const others = this.examples.filter((example, kind): example is Example => example !== undefined && !fits(kind));
    return others.sort((a, b) => a.line - b.line)[0];
  }
}

export const exampleOf = (bytes: Uint8Array, start: number, end: number, line: number): Example => ({
  line,
  text: textOf(bytes, start, Math.min(end, start + EXAMPLE_BYTES)),
});
