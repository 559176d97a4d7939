import type { SparseRows } from '../data.ts';
import { TermTable } from './term-table.ts';
import { termsOf } from './terms.ts';

/** Each row at length 1; a row without entries stays as it is. */
function toUnitLength(offsets: Uint32Array, value: Float64Array): void {
  for (let row = 0; row + 1 < offsets.length; row += 1) {
    const own = value.subarray(offsets[row], offsets[row + 1]);
    const length = Math.sqrt(own.reduce((sum, each) => sum + each * each, 0));
    for (let at = 0; at < own.length; at += 1) own[at]! /= length;
  }
}

/**
 * Counts weighted by how telling a term is: (1 + ln count) · (ln((1 + rows) / (1 + rows with the term)) + 1), each row at length 1:
 * scikit-learn's `TfidfTransformer(sublinear_tf=True)`; Manning, Raghavan & Schütze, Introduction to Information Retrieval, 6.4.
 */
export function tfidfOf(counts: SparseRows): SparseRows {
  const { rows, columns, offsets, column } = counts;
  const rowsWith = new Float64Array(columns.length);
  for (const each of column) rowsWith[each]! += 1;
  const idf = rowsWith.map((having) => Math.log((1 + rows) / (1 + having)) + 1);
  const value = counts.value.map((count, at) => (1 + Math.log(count)) * idf[column[at]!]!);
  toUnitLength(offsets, value);
  return { ...counts, value };
}

/** TF-IDF of the terms of texts, one row per text: `tfidfOf`. A text that is missing has an empty row. */
export function tfidf(texts: readonly (string | null)[]): SparseRows {
  const table = new TermTable();
  for (const text of texts) table.add(text === null ? [] : termsOf(text));
  return tfidfOf(table.counts());
}
