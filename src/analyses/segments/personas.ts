import type { FeatureTable } from './table.ts';
import type { FeatureFigure, Persona } from './result.ts';

/** Number, mean and variance of one column over a group and over the others. */
interface Moments {
  n: number;
  sum: number;
  squares: number;
}

const momentsOf = (values: Float64Array, labels: Int32Array, groups: number): Moments[] => {
  const moments = Array.from({ length: groups }, () => ({ n: 0, sum: 0, squares: 0 }));
  for (let row = 0; row < values.length; row++) {
    const group = moments[labels[row]! < 0 ? groups - 1 : labels[row]!]!;
    group.n++;
    group.sum += values[row]!;
    group.squares += values[row]! * values[row]!;
  }
  return moments;
};

const meanOf = ({ n, sum }: Moments): number => sum / n;
const varianceOf = ({ n, sum, squares }: Moments): number => Math.max(0, squares / n - (sum / n) ** 2);

/** Mean less mean of the rest, over the root of the mean of both variances; over the whole's deviation, 1, where neither varies. */
function differenceOf(own: Moments, rest: Moments): number {
  if (rest.n === 0) return 0;
  const pooled = Math.sqrt((varianceOf(own) + varianceOf(rest)) / 2);
  return (meanOf(own) - meanOf(rest)) / (pooled > 1e-9 ? pooled : 1);
}

const without = (all: Moments, { n, sum, squares }: Moments): Moments => ({
  n: all.n - n,
  sum: all.sum - sum,
  squares: all.squares - squares,
});

const total = (moments: readonly Moments[]): Moments =>
  moments.reduce((all, { n, sum, squares }) => ({ n: all.n + n, sum: all.sum + sum, squares: all.squares + squares }), {
    n: 0,
    sum: 0,
    squares: 0,
  });

function featureFigures(
  { features, raw, scaled }: FeatureTable,
  labels: Int32Array,
  groups: number,
): FeatureFigure[][] {
  const figures: FeatureFigure[][] = Array.from({ length: groups }, () => []);
  features.forEach(({ kind, of }, c) => {
    const values = Float64Array.from(raw[c]!, (_, row) => scaled.data[row * scaled.columns + c]!);
    const [onScale, inUnits] = [momentsOf(values, labels, groups), momentsOf(raw[c]!, labels, groups)];
    const [allOnScale, allInUnits] = [total(onScale), total(inUnits)];
    for (let group = 0; group < groups; group++) {
      if (onScale[group]!.n === 0) continue;
      const rest = without(allInUnits, inUnits[group]!);
      figures[group]!.push({
        kind,
        of,
        difference: differenceOf(onScale[group]!, without(allOnScale, onScale[group]!)),
        mean: meanOf(inUnits[group]!),
        restMean: rest.n > 0 ? meanOf(rest) : null,
      });
    }
  });
  return figures.map((each) => each.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference)));
}

/** Who each group is, the largest first, and those in none last. */
export function personasOf(
  table: FeatureTable,
  labels: Int32Array,
  k: number,
  amounts: Float64Array | null,
  silhouettes: readonly (number | null)[],
): Omit<Persona, 'openings' | 'transitions'>[] {
  const figures = featureFigures(table, labels, k + 1);
  const users = new Float64Array(k + 1);
  const values = new Float64Array(k + 1);
  labels.forEach((label, row) => {
    const group = label < 0 ? k : label;
    users[group]!++;
    values[group]! += amounts?.[row] ?? 0;
  });
  const all = values.reduce((sum, value) => sum + value, 0);
  return Array.from({ length: k + 1 }, (_, group) => ({
    segment: group === k ? 0 : group + 1,
    users: users[group]!,
    share: users[group]! / labels.length,
    value: amounts ? values[group]! : null,
    shareOfValue: amounts && all > 0 ? values[group]! / all : null,
    silhouette: silhouettes[group] ?? null,
    features: figures[group]!,
  }));
}
