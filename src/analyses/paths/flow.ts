import type { Cases } from '../../core/paths.ts';
import { Spans, seconds } from '../../core/paths.ts';
import type { Slices } from './slices.ts';

/** The codes beyond those of named events. */
export interface Codes {
  /** How many nodes events have. */
  nodes: number;
  middle: number;
  end: number;
  other: number;
  /** How many codes there are in all. */
  all: number;
}

export const codesFor = (nodes: number): Codes => ({
  nodes,
  middle: nodes,
  end: nodes + 1,
  other: nodes + 2,
  all: nodes + 3,
});

/** The places drawn: which one each (column, code) falls into. */
export interface Fold {
  /** By column × codes + code; -1 where nobody is. */
  places: Int32Array;
  columns: number[];
  codes: number[];
  folded: number;
}

/** The commonest events of each column stand for themselves, the rest for "other". Places in order of column, then the commonest first. */
export function foldOf(slices: Slices, { nodes, other, all }: Codes, steps: number, perStep: number): Fold {
  const weights = new Uint32Array(steps * all);
  for (let n = 0; n < slices.starts.length; n++)
    for (let at = slices.starts[n]!, column = slices.columns[n]!; at < slices.ends[n]!; at++, column++)
      weights[column * all + slices.codes[at]!]!++;
  const fold: Fold = { places: new Int32Array(steps * all).fill(-1), columns: [], codes: [], folded: 0 };
  const add = (column: number, code: number): number => {
    fold.columns.push(column);
    return fold.codes.push(code) - 1;
  };
  for (let column = 0; column < steps; column++) {
    const base = column * all;
    const here = Array.from({ length: nodes }, (_, code) => code).filter((code) => weights[base + code]! > 0);
    here.sort((a, b) => weights[base + b]! - weights[base + a]! || a - b);
    for (const code of here.slice(0, perStep)) fold.places[base + code] = add(column, code);
    const rest = here.slice(perStep);
    const together = rest.length > 0 ? add(column, other) : -1;
    for (const code of rest) fold.places[base + code] = together;
    fold.folded += rest.length;
    for (let code = nodes; code < other; code++)
      if (weights[base + code]! > 0) fold.places[base + code] = add(column, code);
  }
  return fold;
}

/** Counts by place, and by pair of places (from × places + to). */
export interface Flow {
  paths: Uint32Array;
  users: Uint32Array;
  began: Uint32Array;
  over: Uint32Array;
  edgePaths: Uint32Array;
  edgeUsers: Uint32Array;
}

/** Tells everything that a slice passes: places, and pairs of places with the slice's position of the first. */
export function walkSlice(
  slices: Slices,
  n: number,
  { places }: Fold,
  all: number,
  visit: (from: number, to: number, at: number) => void,
): void {
  let before = -1;
  for (let at = slices.starts[n]!, column = slices.columns[n]!; at < slices.ends[n]!; at++, column++) {
    const place = places[column * all + slices.codes[at]!]!;
    visit(before, place, at);
    before = place;
  }
  visit(before, -1, slices.ends[n]!);
}

/** Counts all slices. Slices of one user stand together, so that a user is counted once by remembering the last. */
export async function flowOf(
  slices: Slices,
  cases: Cases,
  fold: Fold,
  codes: Codes,
  step: (done: number) => Promise<void>,
): Promise<Flow> {
  const size = fold.codes.length;
  const make = (length: number) => new Uint32Array(length);
  const flow: Flow = {
    ...{ paths: make(size), users: make(size), began: make(size), over: make(size) },
    ...{ edgePaths: make(size * size), edgeUsers: make(size * size) },
  };
  const seen = new Int32Array(size).fill(-1);
  const seenEdge = new Int32Array(size * size).fill(-1);
  let owner = -1;
  const visit = (from: number, to: number): void => {
    if (to < 0) {
      flow.over[from]!++;
      return;
    }
    flow.paths[to]!++;
    if (seen[to] !== owner) flow.users[to]!++;
    seen[to] = owner;
    if (from < 0) {
      flow.began[to]!++;
      return;
    }
    const edge = from * size + to;
    flow.edgePaths[edge]!++;
    if (seenEdge[edge] !== owner) flow.edgeUsers[edge]!++;
    seenEdge[edge] = owner;
  };
  for (let n = 0; n < slices.starts.length; n++) {
    if ((n & 8191) === 0) await step(n / slices.starts.length);
    owner = cases.owners[slices.cases[n]!]!;
    walkSlice(slices, n, fold, codes.all, visit);
  }
  return flow;
}

/** Median seconds between the places of each pair. */
export function edgeMedians(
  slices: Slices,
  cases: Cases,
  fold: Fold,
  { all }: Codes,
  counts: Uint32Array,
): (edge: number) => number | null {
  const size = fold.codes.length;
  const spans = new Spans(counts);
  const visit = (from: number, to: number, at: number): void => {
    if (from < 0 || to < 0) return;
    const [before, after] = [slices.places[at - 1]!, slices.places[at]!];
    spans.add(from * size + to, seconds(cases.times[after]! - cases.times[before]!));
  };
  for (let n = 0; n < slices.starts.length; n++) walkSlice(slices, n, fold, all, visit);
  return (edge) => spans.quantiles(edge, [0.5])[0]!;
}
