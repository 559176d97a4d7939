import type { Examples } from '../trees/labels.ts';
import type { Loss } from './losses.ts';

/** Falls of the held-out loss below this share of it are none. */
const TOLERANCE = 1e-7;

/** Watches the loss of held-out rows, and remembers the round in which it was least. */
export class Watch {
  bestRound = 0;
  bestLoss = Infinity;
  private rounds = 0;
  private readonly loss: Loss;
  private readonly examples: Examples;
  private readonly rows: Uint32Array;
  private readonly patience: number;

  constructor(loss: Loss, examples: Examples, rows: Uint32Array, patience: number) {
    this.loss = loss;
    this.examples = examples;
    this.rows = rows;
    this.patience = patience;
  }

  /** True once `patience` rounds have brought nothing better. */
  isOver(scores: Float64Array): boolean {
    this.rounds += 1;
    const loss = this.meanLoss(scores);
    if (this.rounds === 1 || loss < this.bestLoss - TOLERANCE * Math.abs(this.bestLoss)) {
      this.bestLoss = loss;
      this.bestRound = this.rounds;
    }
    return this.rounds - this.bestRound >= this.patience;
  }

  private meanLoss(scores: Float64Array): number {
    const { y, weights } = this.examples;
    let [sum, total] = [0, 0];
    for (const row of this.rows) {
      const weight = weights ? weights[row]! : 1;
      sum += weight * this.loss.loss(scores, row * this.loss.outputs, y[row]!);
      total += weight;
    }
    return total > 0 ? sum / total : 0;
  }
}
