import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import type { Fitted, Weight } from '../estimator.ts';
import { assertColumns, type Matrix } from '../matrix.ts';
import { outputsOf, sharesOf, type TreeEnsemble } from './ensemble.ts';
import { predictEnsemble } from './predict.ts';
import { packEnsemble, unpackEnsemble } from './state.ts';

const stateSchema = v.object({
  kind: v.string(),
  names: v.array(v.string()),
  /** What each column's splits gained, summed over the trees. */
  gains: v.array(v.pipe(v.number(), v.finite())),
  /** What else the training found out, e.g. a score. */
  notes: v.record(v.string(), v.number()),
  /** The predictions are shares of 1. */
  shares: v.boolean(),
  trees: v.string(),
});
type State = v.InferOutput<typeof stateSchema>;

/** Throws `model.not-finite` at an infinity; a missing value is none. */
export function assertNumbers(x: Matrix): void {
  const { data } = x;
  let at = 0;
  // A call for each cell of a wide table takes a fifth of the time of its prediction.
  while (at < data.length && Math.abs(data[at]!) !== Infinity) at += 1;
  if (at === data.length) return;
  const column = x.names[at % x.columns]!;
  throw new AppError('model.not-finite', { column, row: Math.floor(at / x.columns) + 1, value: String(x.data[at]) });
}

/** A trained model of trees: what boosting, forests and single trees have in common. */
export class FittedTrees implements Fitted {
  readonly kind: string;
  readonly names: readonly string[];
  readonly ensemble: TreeEnsemble;
  /** What else the training found out: `rounds`, `validationLoss`, `outOfBag`, each where it applies. */
  readonly notes: Readonly<Record<string, number>>;
  private readonly gains: readonly number[];
  private readonly shares: boolean;

  /** `shares`: the trees' values add up to shares of 1, which rounding must not carry beyond. */
  constructor(
    kind: string,
    names: readonly string[],
    ensemble: TreeEnsemble,
    gains: ArrayLike<number>,
    { notes = {}, shares = false }: { notes?: Record<string, number>; shares?: boolean } = {},
  ) {
    this.kind = kind;
    this.names = [...names];
    this.ensemble = ensemble;
    this.gains = Array.from(gains);
    this.notes = notes;
    this.shares = shares;
  }

  get outputs(): number {
    return outputsOf(this.ensemble);
  }

  predict(x: Matrix): Float64Array {
    assertColumns(x, this.names);
    assertNumbers(x);
    const predicted = predictEnsemble(this.ensemble, x);
    return this.shares ? predicted.map((share) => Math.min(share, 1)) : predicted;
  }

  /** Each column's share of what all splits gained. */
  explain(): Weight[] {
    return sharesOf(this.names, this.gains);
  }

  toJSON(): State {
    const { kind, names, gains, notes, shares, ensemble } = this;
    return { kind, names: [...names], gains: [...gains], notes: { ...notes }, shares, trees: packEnsemble(ensemble) };
  }
}

/** A model from its JSON; `model.unreadable` if it is none of this kind. */
export function loadTrees(kind: string, state: unknown): FittedTrees {
  const parsed = v.safeParse(stateSchema, state);
  if (parsed.success && parsed.output.kind === kind) {
    const { names, gains, notes, shares, trees } = parsed.output;
    const ensemble = gains.length === names.length ? unpackEnsemble(trees, names.length) : undefined;
    if (ensemble) return new FittedTrees(kind, names, ensemble, gains, { notes, shares });
  }
  throw new AppError('model.unreadable', { kind });
}
