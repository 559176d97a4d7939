import type { Task } from '../../contract/estimator.ts';
import type { Growth } from './grow.ts';
import type { Labels } from './labels.ts';
import type { Nodes } from './nodes.ts';
import { packGradients, type Workspace } from './workspace.ts';

/** What the leaves of a classification or regression tree say, and how its splits are judged. */
export interface Target {
  /** Added to all that leaves say. */
  base: Float64Array;
  growth: Pick<Growth, 'criterion' | 'shares' | 'classes'>;
  /** Writes the rows' sums into a workspace; `times`: how often each row counts, once where it is left out. */
  load(space: Workspace, times?: Uint16Array): void;
  /** By output, what each node says beyond the base. */
  values(nodes: Nodes, space: Workspace): Float64Array[];
}

const weightOf = ({ weights }: Labels, times: Uint16Array | undefined, row: number): number =>
  (weights ? weights[row]! : 1) * (times ? times[row]! : 1);

/** The weighted mean of the labels: 0 for classes, whose trees speak of probabilities themselves. */
function meanOf({ y, weights }: Labels): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < y.length; row += 1) {
    const weight = weights ? weights[row]! : 1;
    sum += weight * y[row]!;
    total += weight;
  }
  return sum / total;
}

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** One number: a value, or the probability of label 1, for which Gini impurity and variance are the same criterion. */
function numberTarget(labels: Labels, base: number, growth: Target['growth']): Target {
  return {
    base: Float64Array.of(base),
    growth,
    load(space, times) {
      for (let row = 0; row < labels.y.length; row += 1) {
        const weight = weightOf(labels, times, row);
        space.h[row] = weight;
        space.g[row] = weight * (labels.y[row]! - base);
      }
      packGradients(space);
    },
    values: (nodes) => [Float64Array.from({ length: nodes.count }, (_, node) => share(nodes.g[node]!, nodes.h[node]!))],
  };
}

/** Weights by class of each node, class after class. */
function classWeights(nodes: Nodes, space: Workspace, y: Float64Array, classes: number): Float64Array[] {
  const sums = Array.from({ length: classes }, () => new Float64Array(nodes.count));
  for (let node = nodes.count - 1; node >= 0; node -= 1) {
    if (nodes.feature[node]! >= 0) {
      for (const sum of sums) sum[node] = sum[nodes.left[node]!]! + sum[nodes.right[node]!]!;
      continue;
    }
    for (let at = nodes.from[node]!; at < nodes.to[node]!; at += 1) {
      const row = space.rows[at]!;
      sums[y[row]!]![node]! += space.h[row]!;
    }
  }
  return sums;
}

function classesTarget(labels: Labels, criterion: 'gini' | 'entropy'): Target {
  const { y, classes } = labels;
  return {
    base: new Float64Array(classes),
    growth: { criterion: criterion === 'gini' ? 'gain' : 'entropy', classes },
    load(space, times) {
      space.g.set(y);
      for (let row = 0; row < y.length; row += 1) space.h[row] = weightOf(labels, times, row);
      packGradients(space, { wholeG: true });
    },
    values(nodes, space) {
      const sums = classWeights(nodes, space, y, classes);
      return sums.map((sum) =>
        sum.map((weight, node) =>
          share(
            weight,
            sums.reduce((total, other) => total + other[node]!, 0),
          ),
        ),
      );
    },
  };
}

/** Probabilities of classes, or the mean of a number. */
export function targetOf(labels: Labels, task: Task, criterion: 'gini' | 'entropy'): Target {
  if (task === 'multiclass') return classesTarget(labels, criterion);
  if (task === 'binary') {
    return numberTarget(labels, 0, { criterion: criterion === 'gini' ? 'gain' : 'entropy', shares: true });
  }
  return numberTarget(labels, meanOf(labels), { criterion: 'gain' });
}
