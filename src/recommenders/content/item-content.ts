import type { Catalogue, SparseRows } from '../data.ts';
import type { Ranked } from '../recommender.ts';
import type { Field } from './fields.ts';
import { fieldRows, fields } from './fields.ts';

/** How much each field counts in the likeness of two items, and how many price bands there are. */
export interface ContentParams {
  textWeight: number;
  categoryWeight: number;
  priceWeight: number;
  priceBands: number;
}

/** Something that two items share: a word, a category, a price band; `weight` is its part in their cosine. */
export interface Shared {
  field: Field;
  term: string;
  weight: number;
}

/** Rows of unit length of what items are: `columns` are a field and a term, `text:tent`. An item without content has none. */
export class ItemContent {
  readonly rows: SparseRows;

  constructor(rows: SparseRows) {
    this.rows = rows;
  }

  /** Whether anything is known of the item. */
  has(item: number): boolean {
    const { rows, offsets } = this.rows;
    return item >= 0 && item < rows && offsets[item + 1]! > offsets[item]!;
  }

  /** Calls back with each column of an item and its value. */
  #each(item: number, visit: (column: number, value: number) => void): void {
    if (!this.has(item)) return;
    const { offsets, column, value } = this.rows;
    for (let at = offsets[item]!; at < offsets[item + 1]!; at += 1) visit(column[at]!, value[at]!);
  }

  /** Adds a multiple of an item's row to a dense one. */
  addTo(sums: Float64Array, item: number, weight: number): void {
    this.#each(item, (column, value) => (sums[column]! += weight * value));
  }

  /** The inner product of a dense row with an item's. */
  dot(dense: Float64Array, item: number): number {
    const { offsets, column, value } = this.rows;
    let sum = 0;
    for (let at = offsets[item]!; at < offsets[item + 1]!; at += 1) sum += dense[column[at]!]! * value[at]!;
    return sum;
  }

  /** Of what two items share, the strongest first: each part of their cosine. */
  overlap(a: number, b: number): Shared[] {
    const own = new Map<number, number>();
    this.#each(a, (column, value) => own.set(column, value));
    const shared: Shared[] = [];
    this.#each(b, (column, value) => {
      const [field, term] = splitColumn(this.rows.columns[column]!);
      const weight = value * (own.get(column) ?? 0);
      if (weight > 0) shared.push({ field, term, weight });
    });
    return shared.sort((x, y) => y.weight - x.weight);
  }

  /** The cosine of two items, 0 to 1. */
  similarity(a: number, b: number): number {
    const { offsets, column, value } = this.rows;
    if (!this.has(a) || !this.has(b)) return 0;
    let sum = 0;
    let [at, other] = [offsets[a]!, offsets[b]!];
    while (at < offsets[a + 1]! && other < offsets[b + 1]!) {
      const gap = column[at]! - column[other]!;
      if (gap === 0) sum += value[at]! * value[other]!;
      if (gap <= 0) at += 1;
      if (gap >= 0) other += 1;
    }
    return sum;
  }

  /** Items most like one, the closest first, without itself. */
  similar(item: number, most: number): Ranked[] {
    const dense = new Float64Array(this.rows.columns.length);
    this.addTo(dense, item, 1);
    const found: Ranked[] = [];
    for (let other = 0; other < this.rows.rows; other += 1) {
      const score = other === item ? 0 : this.dot(dense, other);
      if (score > 0) found.push({ item: other, score });
    }
    return strongest(found, most);
  }
}

/** The strongest first, the lower number among equals. */
export const strongest = (ranked: Ranked[], most: number): Ranked[] =>
  ranked.sort((a, b) => b.score - a.score || a.item - b.item).slice(0, most);

function splitColumn(name: string): [Field, string] {
  const at = name.indexOf(':');
  return [name.slice(0, at) as Field, name.slice(at + 1)];
}

/** The fields side by side, each item at length 1: a cosine is the mean of the fields' cosines by their weights. */
function sideBySide(parts: readonly [Field, SparseRows][], weights: Record<Field, number>, items: number): SparseRows {
  const used = parts.filter(([field]) => weights[field] > 0);
  const columns = used.flatMap(([field, rows]) => rows.columns.map((term) => `${field}:${term}`));
  const size = used.reduce((sum, [, rows]) => sum + rows.column.length, 0);
  const offsets = new Uint32Array(items + 1);
  const [column, value] = [new Int32Array(size), new Float64Array(size)];
  let end = 0;
  for (let item = 0; item < items; item += 1) {
    const present = used.filter(([, rows]) => rows.offsets[item + 1]! > rows.offsets[item]!);
    const all = present.reduce((sum, [field]) => sum + weights[field], 0);
    let first = 0;
    for (const part of used) {
      const [field, rows] = part;
      const scale = Math.sqrt(weights[field] / all);
      for (let at = rows.offsets[item]!; at < rows.offsets[item + 1]!; at += 1, end += 1) {
        column[end] = first + rows.column[at]!;
        value[end] = scale * rows.value[at]!;
      }
      first += rows.columns.length;
    }
    offsets[item + 1] = end;
  }
  return { rows: items, columns, offsets, column, value };
}

/** What the items of a catalogue are, as rows to compare. One without words, categories and prices gives empty rows. */
export async function itemContent(
  catalogue: Catalogue,
  params: ContentParams,
  step: (share: number) => Promise<void>,
): Promise<ItemContent> {
  const parts = await fieldRows(catalogue, params.priceBands, step);
  const weights = Object.fromEntries(fields.map((field) => [field, params[`${field}Weight`]])) as Record<Field, number>;
  return new ItemContent(sideBySide(parts, weights, catalogue.ids.length));
}
