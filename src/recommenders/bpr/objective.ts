import { glorot, Parameters, zeros } from '../../models/networks/parameters.ts';
import { randomAt } from '../../models/trainer/batches.ts';
import type { BatchObjective } from '../../models/trainer/objective.ts';
import type { RankingParams } from '../../contract/ranking.ts';
import type { Pairs } from '../embeddings/pairs.ts';
import { decayOf } from '../embeddings/penalty.ts';
import type { Against } from '../embeddings/ranking-loss.ts';
import { exactRankingLoss, rankingLoss, uploadRows } from '../embeddings/ranking-loss.ts';

/** The place, among the random numbers of a training, of those with which its weights begin. */
const BEGINNING = 0xb001;

/** Matrix factorisation by pairwise ranking: a vector for each user, and a vector and a number for each item. */
export function bprObjective(
  pairs: Pairs,
  { factors, negatives, temperature, regularisation }: RankingParams,
  seed: number,
): BatchObjective {
  const parameters = new Parameters();
  const users = parameters.add([pairs.users, factors], glorot, true);
  const items = parameters.add([pairs.items, factors], glorot, true);
  const biases = parameters.add([pairs.items, 1], zeros, true);
  const against: Against = { pairs, negatives, temperature, seed };
  return {
    shapes: parameters.shapes,
    start: parameters.start(randomAt(seed, BEGINNING)),
    decay: decayOf(parameters, pairs, factors, regularisation),
    training: Uint32Array.from(pairs.item, (_, row) => row),
    validation: new Uint32Array(0),
    cost: 3 * factors * (1 + negatives),
    batch: (tf, rows, random) => uploadRows(tf, against, rows, random),
    loss: (tf, weights, batch) =>
      rankingLoss(tf, { users: weights[users]!, items: weights[items]!, biases: weights[biases]! }, batch, against),
    exact(flat, rows) {
      const plain = parameters.plain(flat);
      const [p, q, b] = [plain[users]!, plain[items]!, plain[biases]!];
      return exactRankingLoss(against, rows, (user, item, other) => {
        let margin = b[item]! - b[other]!;
        for (let f = 0; f < factors; f += 1) {
          margin += p[user * factors + f]! * (q[item * factors + f]! - q[other * factors + f]!);
        }
        return margin;
      });
    },
  };
}
