import { seedOf, shuffled } from './shuffled.ts';

/** The fold, 0 … K − 1, that asks each row. */
export type FoldOfRow = Uint32Array;

/** How many items each of K folds has: the first n mod K one more, as scikit-learn's KFold. */
const sizes = (n: number, folds: number): number[] =>
  Array.from({ length: folds }, (_, fold) => Math.floor(n / folds) + Number(fold < n % folds));

/** Folds of equal size, to one row, of shuffled rows. */
export function kFolds(rows: number, folds: number, seed: number): FoldOfRow {
  const order = shuffled(rows, seed);
  const fold = new Uint32Array(rows);
  let at = 0;
  sizes(rows, folds).forEach((size, number) => {
    for (const end = at + size; at < end; at += 1) fold[order[at]!] = number;
  });
  return fold;
}

/** Codes 0, 1, … of the distinct values, in the order of their first rows. */
export function codesOf(values: ArrayLike<number>): { codes: Uint32Array; count: number } {
  const known = new Map<number, number>();
  const codes = Uint32Array.from(values, (value) => {
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
  return { codes, count: known.size };
}

/** Rows by code, each list rising. */
function rowsByCode(codes: Uint32Array, count: number): number[][] {
  const rows = Array.from({ length: count }, (): number[] => []);
  codes.forEach((code, row) => rows[code]!.push(row));
  return rows;
}

/**
 * Folds that each have their share of every class, to one row, and are of equal size, to one row: the allocation of
 * scikit-learn's StratifiedKFold (the sorted labels are dealt out to the folds in turn), shuffled within each class.
 */
export function stratifiedFolds(y: ArrayLike<number>, folds: number, seed: number): FoldOfRow {
  const { codes, count } = codesOf(y);
  const fold = new Uint32Array(codes.length);
  let dealt = 0;
  rowsByCode(codes, count).forEach((rows, code) => {
    const order = shuffled(rows.length, seedOf(seed, code));
    for (const at of order) fold[rows[at]!] = dealt++ % folds;
  });
  return fold;
}

/** Folds of whole groups: the largest group first, each to the fold with the fewest rows (scikit-learn's GroupKFold); equal groups shuffled. */
export function groupedFolds(groups: ArrayLike<number>, folds: number, seed: number): FoldOfRow {
  const { codes, count } = codesOf(groups);
  const rows = new Uint32Array(count);
  for (const code of codes) rows[code]! += 1;
  const load = new Float64Array(folds);
  const foldOfGroup = new Uint32Array(count);
  for (const group of shuffled(count, seed).sort((a, b) => rows[b]! - rows[a]!)) {
    const lightest = load.indexOf(Math.min(...load));
    foldOfGroup[group] = lightest;
    load[lightest]! += rows[group]!;
  }
  return codes.map((code) => foldOfGroup[code]!);
}
