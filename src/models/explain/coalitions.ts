import type { Random } from '../../core/random.ts';

/** Sets of players, 1 where a player is in, and the weight of each in the regression. Neither the empty nor the full set. */
export interface Coalitions {
  count: number;
  players: number;
  /** Set after set. */
  members: Uint8Array;
  weights: Float64Array;
}

/** All 2ⁿ sets in binary order: set s holds player i where bit i of s is 1. */
export function allCoalitions(players: number): Uint8Array {
  const count = 2 ** players;
  const members = new Uint8Array(count * players);
  for (let at = 0; at < count * players; at += 1) members[at] = (Math.floor(at / players) >> (at % players)) & 1;
  return members;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i += 1) ways = (ways * (n - k + i)) / i;
  return Math.round(ways);
}

/** All sets of a size, each as the list of its players, in lexicographic order. */
function* setsOf(players: number, size: number): Generator<number[]> {
  const set = Array.from({ length: size }, (_, at) => at);
  for (;;) {
    yield set;
    let at = size - 1;
    while (at >= 0 && set[at] === players - size + at) at -= 1;
    if (at < 0) return;
    set[at]! += 1;
    for (let after = at + 1; after < size; after += 1) set[after] = set[after - 1]! + 1;
  }
}

class Drawn {
  readonly players: number;
  readonly rows: Uint8Array[] = [];
  readonly weights: number[] = [];

  constructor(players: number) {
    this.players = players;
  }

  /** A set and all those who are not in it, of half the weight each: pairs cancel what an odd one out would add in noise. */
  addPair(set: readonly number[], weight: number): void {
    const row = new Uint8Array(this.players);
    for (const player of set) row[player] = 1;
    this.rows.push(
      row,
      row.map((member) => 1 - member),
    );
    this.weights.push(weight / 2, weight / 2);
  }
}

/** `size` different players. */
function drawSet(players: number, size: number, random: Random): number[] {
  const pool = Array.from({ length: players }, (_, at) => at);
  for (let at = 0; at < size; at += 1) {
    const other = at + Math.floor(random() * (players - at));
    [pool[at], pool[other]] = [pool[other]!, pool[at]!];
  }
  return pool.slice(0, size);
}

/**
 * About `budget` sets in complementary pairs by the Shapley kernel: whole sizes from the outside in while they fit, the rest
 * drawn. Lundberg & Lee, NIPS 2017; pairing: Covert & Lee, AISTATS 2021.
 */
export function drawCoalitions(players: number, budget: number, random: Random): Coalitions {
  const drawn = new Drawn(players);
  const half = Math.floor(players / 2);
  // The kernel's weight of all sets of a size and of its complement's together.
  const weightOf = (size: number) => ((2 * size === players ? 1 : 2) * (players - 1)) / (size * (players - size));
  let size = 1;
  for (let left = budget; size <= half; size += 1) {
    const pairs = choose(players, size) / (2 * size === players ? 2 : 1);
    if (2 * pairs > left) break;
    left -= 2 * pairs;
    let taken = 0;
    // Of the middle size, the first half of the lexicographic order holds one of each pair.
    for (const set of setsOf(players, size)) {
      if (taken === pairs) break;
      drawn.addPair(set, weightOf(size) / pairs);
      taken += 1;
    }
  }
  drawRest(drawn, size, half, Math.max(0, budget - drawn.rows.length), weightOf, random);
  const members = new Uint8Array(drawn.rows.length * players);
  drawn.rows.forEach((row, at) => members.set(row, at * players));
  return { count: drawn.rows.length, players, members, weights: Float64Array.from(drawn.weights) };
}

function drawRest(
  drawn: Drawn,
  from: number,
  half: number,
  sets: number,
  weightOf: (size: number) => number,
  random: Random,
): void {
  const sizes = Array.from({ length: Math.max(0, half - from + 1) }, (_, at) => from + at);
  const pairs = Math.floor(sets / 2);
  const total = sizes.reduce((sum, size) => sum + weightOf(size), 0);
  for (let pair = 0; pair < pairs && sizes.length > 0; pair += 1) {
    let point = random() * total;
    const size = sizes.find((each) => (point -= weightOf(each)) < 0) ?? half;
    drawn.addPair(drawSet(drawn.players, size, random), total / pairs);
  }
}
