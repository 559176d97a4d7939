/** One dimension of a cube: `size` codes from 0. */
export interface Dimension {
  name: string;
  size: number;
}

/** Which codes of a dimension are wanted: a range (`to` exclusive), or any of some. All where a dimension is not named. */
export type CubeFilter = { from: number; to: number } | { codes: readonly number[] };
export type CubeFilters = Readonly<Record<string, CubeFilter>>;

/** The different combinations of codes that rows have. */
export interface Cells {
  dimensions: readonly Dimension[];
  length: number;
  /** By dimension, the code of each cell. */
  codes: readonly Int32Array[];
  /** The cell of each row. */
  ofRow: Int32Array;
}

/** Up to so many combinations, a place is kept for each that could be. */
const mostPlaces = 1 << 24;

/** The cells of some rows, in the order in which they first come. */
export function cellsOf(
  dimensions: readonly Dimension[],
  columns: Readonly<Record<string, ArrayLike<number>>>,
  rows: number,
): Cells {
  const read = dimensions.map(({ name }) => columns[name]!);
  const places = dimensions.reduce((product, { size }) => product * size, 1);
  const known = places <= mostPlaces ? new Places(places) : new Map<number, number>();
  const ofRow = new Int32Array(rows);
  const firsts: number[] = [];
  for (let row = 0; row < rows; row++) {
    let place = 0;
    for (let d = 0; d < read.length; d++) place = place * dimensions[d]!.size + read[d]![row]!;
    let cell = known.get(place);
    if (cell === undefined) {
      cell = firsts.length;
      known.set(place, cell);
      firsts.push(row);
    }
    ofRow[row] = cell;
  }
  const codes = read.map((column) => Int32Array.from(firsts, (row) => column[row]!));
  return { dimensions, length: firsts.length, codes, ofRow };
}

/** A map from small whole numbers. */
class Places {
  readonly #cells: Int32Array;

  constructor(length: number) {
    this.#cells = new Int32Array(length);
  }

  get(place: number): number | undefined {
    const cell = this.#cells[place]!;
    return cell === 0 ? undefined : cell - 1;
  }

  set(place: number, cell: number): void {
    this.#cells[place] = cell + 1;
  }
}

/** What a cell is under filters: let through by all, kept out by that of one dimension alone (its number + 1), or by more. */
export const PASSES = 0;
export const FAILS = 255;

/** The verdict on each cell. One that a single filter keeps out still counts along that filter's own dimension. */
export function verdictsOf({ dimensions, codes, length }: Cells, filters: CubeFilters): Uint8Array {
  const verdicts = new Uint8Array(length);
  dimensions.forEach((dimension, d) => {
    const filter = filters[dimension.name];
    if (!filter) return;
    const allowed = allowedCodes(dimension.size, filter);
    for (let cell = 0; cell < length; cell++) {
      if (allowed[codes[d]![cell]!] === 0) verdicts[cell] = verdicts[cell] === PASSES ? d + 1 : FAILS;
    }
  });
  return verdicts;
}

/** 1 for each code that a filter lets through. */
function allowedCodes(size: number, filter: CubeFilter): Uint8Array {
  const allowed = new Uint8Array(size);
  if ('from' in filter) return allowed.fill(1, Math.max(0, filter.from), Math.max(0, filter.to));
  for (const code of filter.codes) if (code >= 0 && code < size) allowed[code] = 1;
  return allowed;
}
