import { seededRandom } from '../../core/random.ts';
import { solvePositiveDefinite } from '../../core/linear-algebra.ts';
import type { Coalitions } from './coalitions.ts';
import { allCoalitions, drawCoalitions } from './coalitions.ts';
import type { StepContext } from './steps.ts';

/** A cooperative game: what sets of players are worth together, in several outputs. */
export interface Game {
  players: number;
  outputs: number;
  /** Worth of nobody, and of all. */
  none: Float64Array;
  all: Float64Array;
  /** Worth of `count` sets (1: the player is in), set after set: count × outputs. */
  worth(members: Uint8Array, count: number): Float64Array;
}

/** Up to so many players, all sets are asked. */
export const EXACT_PLAYERS = 10;
/** A ridge beside the mean weight on the diagonal: keeps the system solvable when few sets were drawn. */
const RIDGE = 1e-9;

async function worthOf(game: Game, members: Uint8Array, batch: number, context: StepContext): Promise<Float64Array> {
  const count = members.length / game.players;
  const worth = new Float64Array(count * game.outputs);
  for (let from = 0; from < count; from += batch) {
    const to = Math.min(count, from + batch);
    const some = members.subarray(from * game.players, to * game.players);
    worth.set(game.worth(some, to - from), from * game.outputs);
    await context.step(to / count);
  }
  return worth;
}

/** Shapley's formula over all sets: players × outputs. */
function exactValues({ players, outputs, none, all }: Game, worth: Float64Array): Float64Array {
  worth.set(none, 0);
  worth.set(all, (2 ** players - 1) * outputs);
  const weights = new Float64Array(players);
  weights[0] = 1 / players;
  for (let size = 1; size < players; size += 1) weights[size] = (weights[size - 1]! * size) / (players - size);
  const values = new Float64Array(players * outputs);
  for (let set = 0; set < 2 ** players; set += 1) {
    let size = 0;
    for (let bits = set; bits > 0; bits >>= 1) size += bits & 1;
    for (let player = 0; player < players; player += 1) {
      if ((set >> player) & 1) continue;
      const joined = set | (1 << player);
      for (let output = 0; output < outputs; output += 1) {
        values[player * outputs + output]! +=
          weights[size]! * (worth[joined * outputs + output]! - worth[set * outputs + output]!);
      }
    }
  }
  return values;
}

/** Least squares over the sets drawn; the last player takes what the others leave, so the values always add up exactly. */
function fittedValues(game: Game, { count, players, members, weights }: Coalitions, worth: Float64Array): Float64Array {
  const free = players - 1;
  const normal = new Float64Array(free * free);
  const right = Array.from({ length: game.outputs }, () => new Float64Array(free));
  const row = new Float64Array(free);
  for (let set = 0; set < count; set += 1) {
    const last = members[set * players + free]!;
    for (let i = 0; i < free; i += 1) row[i] = members[set * players + i]! - last;
    for (let i = 0; i < free; i += 1) {
      const weighted = weights[set]! * row[i]!;
      if (weighted === 0) continue;
      for (let j = 0; j <= i; j += 1) normal[i * free + j]! += weighted * row[j]!;
      for (let output = 0; output < game.outputs; output += 1) {
        const gain = game.all[output]! - game.none[output]!;
        right[output]![i]! += weighted * (worth[set * game.outputs + output]! - game.none[output]! - last * gain);
      }
    }
  }
  let trace = 0;
  for (let i = 0; i < free; i += 1) trace += normal[i * free + i]!;
  for (let i = 0; i < free; i += 1) normal[i * free + i]! += (RIDGE * trace) / free;
  const values = new Float64Array(players * game.outputs);
  right.forEach((side, output) => {
    const solved = solvePositiveDefinite(normal, side)!;
    let rest = game.all[output]! - game.none[output]!;
    solved.forEach((value, player) => {
      values[player * game.outputs + output] = value;
      rest -= value;
    });
    values[free * game.outputs + output] = rest;
  });
  return values;
}

/**
 * Shapley values of a game, players × outputs: exact up to ten players, else by weighted least squares over about `coalitions` sets
 * (KernelSHAP), the same for the same seed. In both they add up to worth of all − worth of nobody. `batch` sets are asked at a time.
 */
export async function shapleyValues(
  game: Game,
  coalitions: number,
  batch: number,
  context: StepContext,
): Promise<Float64Array> {
  if (game.players === 0) return new Float64Array(0);
  if (game.players <= EXACT_PLAYERS) {
    return exactValues(game, await worthOf(game, allCoalitions(game.players), batch, context));
  }
  const drawn = drawCoalitions(game.players, Math.max(coalitions, 2 * game.players), seededRandom(context.seed));
  return fittedValues(game, drawn, await worthOf(game, drawn.members, batch, context));
}
