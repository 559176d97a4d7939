import { byItem } from '../factors/by-item.ts';

/** Rows of numbers, sparse, columns ascending: items by who had them, or users by what they had. */
export interface Vectors {
  rows: number;
  columns: number;
  offsets: Uint32Array;
  column: Int32Array;
  value: Float64Array;
}

export const similarities = ['cosine', 'jaccard', 'bm25'] as const;
export type Similarity = (typeof similarities)[number];

/** How numbers of a row become the parts of a similarity; made from all rows, so that a new row is weighed as they were. */
export interface Weighing {
  similarity: Similarity;
  /** BM25: how much each column tells, and the mean sum of a row. */
  tells: Float64Array;
  meanSum: number;
}

/** Saturation and normalisation by length: the defaults of Lucene and of `implicit`. */
const [K1, B] = [1.2, 0.75];

/**
 * What BM25 needs of all rows: ln(1 + (N − n + ½) / (n + ½)) for each column that n of N rows have (Robertson and Zaragoza 2009). Rows of
 * nothing, as users who did nothing yet, are no part of it.
 */
export function weighingOf(similarity: Similarity, { offsets, columns, column, value }: Vectors): Weighing {
  if (similarity !== 'bm25') return { similarity, tells: new Float64Array(0), meanSum: 0 };
  const rows = offsets.subarray(1).filter((end, row) => end > offsets[row]!).length;
  const counts = new Float64Array(columns);
  for (const each of column) counts[each]! += 1;
  const tells = counts.map((n) => Math.log1p((rows - n + 0.5) / (n + 0.5)));
  return { similarity, tells, meanSum: value.reduce((sum, each) => sum + each, 0) / rows };
}

/** A row's numbers as they are compared: as they are, as 1, or weighed by BM25. */
export function weighed({ similarity, tells, meanSum }: Weighing, column: Int32Array, value: Float64Array) {
  if (similarity === 'cosine') return value;
  if (similarity === 'jaccard') return value.map(() => 1);
  const sum = value.reduce((total, each) => total + each, 0);
  const length = K1 * (1 - B + (B * sum) / meanSum);
  return value.map((each, at) => (tells[column[at]!]! * each * (K1 + 1)) / (each + length));
}

/** All rows, weighed. */
export function weighedVectors(weighing: Weighing, vectors: Vectors): Vectors {
  const value = new Float64Array(vectors.value.length);
  for (let row = 0; row < vectors.rows; row += 1) {
    const [from, to] = [vectors.offsets[row]!, vectors.offsets[row + 1]!];
    value.set(weighed(weighing, vectors.column.subarray(from, to), vectors.value.subarray(from, to)), from);
  }
  return { ...vectors, value };
}

/** What the similarity divides by of each row: its length, or, for Jaccard, how many numbers it has. */
export function sizesOf({ rows, offsets, value }: Vectors, { similarity }: Weighing): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    sizeOf(value.subarray(offsets[row], offsets[row + 1]), similarity),
  );
}

export function sizeOf(value: Float64Array, similarity: Similarity): number {
  const squares = value.reduce((sum, each) => sum + each * each, 0);
  return similarity === 'jaccard' ? squares : Math.sqrt(squares);
}

/** What an inner product is divided by: both lengths, or the number in either; `shrinkage` on top, so that little in common counts little. */
export function divisorOf(similarity: Similarity, product: number, a: number, b: number, shrinkage: number): number {
  return (similarity === 'jaccard' ? a + b - product : a * b) + shrinkage;
}

/** Rows turned into columns. */
export function transposed({ rows, columns, offsets, column, value }: Vectors): Vectors {
  const turned = byItem({ users: rows, items: columns, offsets, item: column, weight: value, time: value });
  return { rows: columns, columns: rows, offsets: turned.offsets, column: turned.user, value: turned.weight };
}
