import type { Cells, CubeFilters, Dimension } from './cells.ts';
import { cellsOf, FAILS, PASSES, verdictsOf } from './cells.ts';
import type { CubeFigures } from './cube.ts';
import { named } from './cube.ts';

/** The total is one more dimension, with a single code. */
const TOTAL = -1;

/** What is counted along one dimension under given filters: its counts, to be filled in. */
interface Part {
  d: number;
  counts: Float64Array;
}

/**
 * Distinct users by a few dimensions: they can't be added up from counts, so each row says that a user was in one cell. Rows of a user
 * lie together, so that one pass over them counts each user once along each code, without any set.
 */
export class Presence {
  readonly #cells: Cells;
  /** User n has the cells from `offsets[n]` up to `offsets[n + 1]`. */
  readonly #offsets: Uint32Array;
  readonly #ofUsers: Int32Array;
  /** What each part was last, and under which filters: what a person brushes stays as it is. */
  readonly #last = new Map<number, { filters: string; counts: Float64Array }>();

  /** `columns`: the code of each row in each dimension, by its name; `users`: its user's code. In any order; repeated rows do no harm. */
  constructor(
    dimensions: readonly Dimension[],
    columns: Readonly<Record<string, ArrayLike<number>>>,
    users: ArrayLike<number>,
  ) {
    const { ofRow, ...cells } = cellsOf(dimensions, columns, users.length);
    this.#cells = { ...cells, ofRow: new Int32Array() };
    this.#offsets = offsetsOf(users);
    this.#ofUsers = new Int32Array(users.length);
    const next = this.#offsets.slice();
    for (let row = 0; row < users.length; row++) this.#ofUsers[next[users[row]!]!++] = ofRow[row]!;
  }

  /** How many rows there are. */
  get length(): number {
    return this.#ofUsers.length;
  }

  /** A pass over the rows for each dimension of more than 32 codes, and one for all others together. */
  users(filters: CubeFilters = {}): CubeFigures {
    const { dimensions } = this.#cells;
    this.#count(filters);
    const of = (d: number) => this.#last.get(d)!.counts.slice();
    return named(
      dimensions,
      of(TOTAL)[0]!,
      dimensions.map((_, d) => of(d)),
    );
  }

  /** Counts what other filters than before concern. */
  #count(filters: CubeFilters): void {
    const parts = [TOTAL, ...this.#cells.dimensions.keys()].flatMap((d): Part[] => {
      const key = keyOf(filters, this.#cells.dimensions, d);
      if (this.#last.get(d)?.filters === key) return [];
      const counts = new Float64Array(this.#sizeOf(d));
      this.#last.set(d, { filters: key, counts });
      return [{ d, counts }];
    });
    const verdicts = verdictsOf(this.#cells, filters);
    for (const word of words(parts)) this.#countBits(word, verdicts);
    for (const part of parts) if (part.counts.length > 32) this.#countLast(part, verdicts);
  }

  #sizeOf(d: number): number {
    return d === TOTAL ? 1 : this.#cells.dimensions[d]!.size;
  }

  /** A user's codes are the bits of one number. */
  #countBits(parts: readonly Part[], verdicts: Uint8Array): void {
    const [offsets, ofUsers] = [this.#offsets, this.#ofUsers];
    const bits = this.#bitsOf(parts, verdicts);
    const counts = new Float64Array(32);
    for (let user = 0; user + 1 < offsets.length; user++) {
      let found = 0;
      for (let n = offsets[user]!, end = offsets[user + 1]!; n < end; n++) found |= bits[ofUsers[n]!]!;
      for (; found !== 0; found &= found - 1) counts[31 - Math.clz32(found & -found)]!++;
    }
    let shift = 0;
    for (const part of parts) {
      part.counts.set(counts.subarray(shift, shift + part.counts.length));
      shift += part.counts.length;
    }
  }

  /** The bits of each cell: for each part the bit of its code, where the filters let it count. */
  #bitsOf(parts: readonly Part[], verdicts: Uint8Array): Int32Array {
    const bits = new Int32Array(this.#cells.length);
    let shift = 0;
    for (const { d, counts } of parts) {
      const codes = this.#cells.codes[d];
      for (let cell = 0; cell < bits.length; cell++)
        if (isCounted(verdicts[cell]!, d)) bits[cell]! |= 1 << (shift + (codes ? codes[cell]! : 0));
      shift += counts.length;
    }
    return bits;
  }

  /** The user that was counted last is remembered for each code. */
  #countLast({ d, counts }: Part, verdicts: Uint8Array): void {
    const [offsets, ofUsers] = [this.#offsets, this.#ofUsers];
    const open = Int32Array.from(this.#cells.codes[d]!, (code, cell) => (isCounted(verdicts[cell]!, d) ? code : -1));
    const last = new Int32Array(counts.length).fill(-1);
    for (let user = 0; user + 1 < offsets.length; user++) {
      for (let n = offsets[user]!, end = offsets[user + 1]!; n < end; n++) {
        const code = open[ofUsers[n]!]!;
        if (code < 0 || last[code] === user) continue;
        last[code] = user;
        counts[code]!++;
      }
    }
  }
}

const isCounted = (verdict: number, d: number): boolean =>
  verdict !== FAILS && (verdict === PASSES || (d !== TOTAL && verdict === d + 1));

/** The filters that move a part: all but its own dimension's. */
const keyOf = (filters: CubeFilters, dimensions: readonly Dimension[], d: number): string =>
  JSON.stringify(dimensions.map(({ name }, n) => (n === d ? null : (filters[name] ?? null))));

/** Small parts, as many together as 32 bits hold. */
function words(parts: readonly Part[]): Part[][] {
  const made: { parts: Part[]; room: number }[] = [];
  for (const part of parts.filter(({ counts }) => counts.length <= 32)) {
    let word = made.find(({ room }) => room >= part.counts.length);
    if (!word) made.push((word = { parts: [], room: 32 }));
    word.parts.push(part);
    word.room -= part.counts.length;
  }
  return made.map((word) => word.parts);
}

/** Where each user's rows begin. */
function offsetsOf(users: ArrayLike<number>): Uint32Array {
  let most = -1;
  for (let n = 0; n < users.length; n++) if (users[n]! > most) most = users[n]!;
  const offsets = new Uint32Array(most + 2);
  for (let n = 0; n < users.length; n++) offsets[users[n]! + 1]!++;
  for (let user = 0; user <= most; user++) offsets[user + 1]! += offsets[user]!;
  return offsets;
}
