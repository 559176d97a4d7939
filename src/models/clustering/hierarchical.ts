import { AppError } from '../../core/errors.ts';
import type { Matrix } from '../matrix.ts';
import type { ClusterContext, Clustering } from './rows.ts';
import { bySize, rowsOf, squaredDistance } from './rows.ts';

export const linkages = ['ward', 'average', 'complete', 'single'] as const;
export type Linkage = (typeof linkages)[number];

/** Two groups that became one: groups are named by one of their rows. */
export interface Merge {
  a: number;
  b: number;
  /** As SciPy's linkage says it: for Ward's, the square root of twice the growth of the sum of squares. */
  height: number;
}

export interface Hierarchy {
  rows: number;
  /** In order of height. */
  merges: Merge[];
}

/** Each pair's distance is held: 100 MB of them at 5,000 rows. */
export const HIERARCHY_LIMIT = 5000;

/** The distance of a merged group from another, from those of its parts (Lance and Williams 1967). Ward's are squared. */
const UPDATES: Record<Linkage, (ac: number, bc: number, ab: number, a: number, b: number, c: number) => number> = {
  ward: (ac, bc, ab, a, b, c) => ((a + c) * ac + (b + c) * bc - c * ab) / (a + b + c),
  average: (ac, bc, _ab, a, b) => (a * ac + b * bc) / (a + b),
  complete: (ac, bc) => Math.max(ac, bc),
  single: (ac, bc) => Math.min(ac, bc),
};

/** The distances of all pairs; a pair i < j stands at `starts[i] + j`. */
interface Pairs {
  distances: Float64Array;
  starts: Int32Array;
}

function pairsOf(data: Float64Array, d: number, squared: boolean): Pairs {
  const n = data.length / d;
  const distances = new Float64Array((n * (n - 1)) / 2);
  const starts = new Int32Array(n);
  for (let i = 0, at = 0; i < n; i++) {
    starts[i] = at - i - 1;
    for (let j = i + 1; j < n; j++) {
      const distance = squaredDistance(data, i * d, data, j * d, d);
      distances[at++] = squared ? distance : Math.sqrt(distance);
    }
  }
  return { distances, starts };
}

const placeOf = (starts: Int32Array, i: number, j: number): number => (i < j ? starts[i]! + j : starts[j]! + i);

/** The group nearest to one; the one before in the chain wins a tie, so that the chain ends. */
function nearestGroup({ distances, starts }: Pairs, sizes: Float64Array, group: number, before: number): number {
  let nearest = before;
  let least = before >= 0 ? distances[placeOf(starts, group, before)]! : Infinity;
  for (let other = 0; other < sizes.length; other++) {
    if (other === group || sizes[other] === 0) continue;
    const distance = distances[other < group ? starts[other]! + group : starts[group]! + other]!;
    if (distance >= least) continue;
    nearest = other;
    least = distance;
  }
  return nearest;
}

/**
 * Agglomerative clustering by the nearest-neighbour chain (Benzécri 1982; Murtagh 1983): n² steps and n²/2 distances, the same tree as
 * by always merging the nearest two, but for ties. Throws `clustering.too-many-rows` above `HIERARCHY_LIMIT`, `model.no-rows`, `model.not-finite`.
 */
export async function hierarchy(x: Matrix, linkage: Linkage, context: ClusterContext): Promise<Hierarchy> {
  if (x.rows > HIERARCHY_LIMIT)
    throw new AppError('clustering.too-many-rows', { rows: x.rows, limit: HIERARCHY_LIMIT });
  const pairs = pairsOf(rowsOf(x), x.columns, linkage === 'ward');
  const { distances, starts } = pairs;
  const update = UPDATES[linkage];
  const sizes = new Float64Array(x.rows).fill(1);
  const merges: Merge[] = [];
  const chain: number[] = [];
  for (let first = 0; merges.length < x.rows - 1;) {
    if (chain.length === 0) {
      while (sizes[first] === 0) first++;
      chain.push(first);
    }
    const group = chain.at(-1)!;
    const nearest = nearestGroup(pairs, sizes, group, chain.at(-2) ?? -1);
    if (nearest !== chain.at(-2)) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    if (merges.length % 256 === 0) await context.step(merges.length / x.rows);
    const [gone, kept] = [Math.min(group, nearest), Math.max(group, nearest)];
    const height = distances[placeOf(starts, gone, kept)]!;
    merges.push({ a: gone, b: kept, height: linkage === 'ward' ? Math.sqrt(height) : height });
    for (let other = 0; other < x.rows; other++) {
      if (sizes[other] === 0 || other === gone || other === kept) continue;
      const toGone = placeOf(starts, gone, other);
      const toKept = placeOf(starts, kept, other);
      distances[toKept] = update(
        distances[toGone]!,
        distances[toKept]!,
        height,
        sizes[gone]!,
        sizes[kept]!,
        sizes[other]!,
      );
    }
    sizes[kept]! += sizes[gone]!;
    sizes[gone] = 0;
  }
  return { rows: x.rows, merges: merges.sort((one, two) => one.height - two.height) };
}

/** The k groups that stand before the last k − 1 merges, numbered by size. */
export function cutHierarchy({ rows, merges }: Hierarchy, k: number): Clustering {
  const parents = Int32Array.from({ length: rows }, (_, row) => row);
  const root = (row: number): number => {
    while (parents[row] !== row) row = parents[row] = parents[parents[row]!]!;
    return row;
  };
  for (const { a, b } of merges.slice(0, Math.max(0, rows - k))) parents[root(a)] = root(b);
  const names = new Map<number, number>();
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const top = root(row);
    if (!names.has(top)) names.set(top, names.size);
    labels[row] = names.get(top)!;
  }
  return bySize({ labels, k: names.size });
}
