import type { PropertyFilter, Scope } from '../contract/population.ts';
import { bucketName } from '../core/calendar.ts';
import { Cube } from '../core/cube.ts';
import type { CubeFilters } from '../core/cells.ts';
import { endOfDay, startOfDay } from './zone-day.ts';

/** The log in cells, as the analysis `dashboard` gives it: its README says what each part is. */
export interface BoardCells {
  zone: string;
  weekStart: 'monday' | 'sunday';
  events: number;
  firstDay: number;
  days: number;
  dimensions: { name: string; values: string[] }[];
  hours: Int32Array;
  codes: Uint8Array[];
  counts: Float64Array;
}

/** The chosen codes of a facet (1); null where none is chosen, and all count. */
type Selection = Uint8Array | null;

const HOURS = 24;
const WEEK = 7;
/** 1970-01-01 was a Thursday, the fourth day from Monday. */
const THURSDAY = 3;

/** Of each cell the hour of its week, counted from Monday 00:00. */
const hoursOfWeek = ({ hours, firstDay }: BoardCells): Uint8Array =>
  Uint8Array.from(hours, (hour) => {
    const day = firstDay + THURSDAY + Math.floor(hour / HOURS);
    return (((day % WEEK) + WEEK) % WEEK) * HOURS + (hour % HOURS);
  });

const codesOf = (selection: Selection): number[] =>
  Array.from(selection ?? []).flatMap((on, code) => (on ? [code] : []));

/** A selection of nothing is none. */
const without = (mask: Uint8Array): Selection => (mask.some((each) => each === 1) ? mask : null);

/** What is chosen on a dashboard, and what its charts then show. Facets: the days, each dimension, the hours of the week. */
export class Board {
  readonly #cube: Cube;
  /** How many codes each facet has. */
  readonly sizes: readonly number[];
  readonly hourFacet: number;
  selections = $state.raw<readonly Selection[]>([]);
  /** The first and last chosen day, from the log's first. */
  range = $state.raw<{ from: number; to: number } | null>(null);

  /** The events that pass all selections, and by each facet those that pass the selections of the others. */
  readonly filtered = $derived.by(() => this.#sums(this.selections));
  readonly isFiltered = $derived(this.selections.some((selection) => selection !== null));
  /** What each chart shows with nothing chosen: the ground that bars are measured against. */
  readonly whole: readonly Float64Array[];

  constructor(readonly cells: BoardCells) {
    const { hours, days, dimensions, codes } = cells;
    this.sizes = [days, ...dimensions.map(({ values }) => values.length + 2), WEEK * HOURS];
    this.hourFacet = this.sizes.length - 1;
    this.selections = this.sizes.map(() => null);
    const columns = [Int32Array.from(hours, (hour) => Math.floor(hour / HOURS)), ...codes, hoursOfWeek(cells)];
    this.#cube = new Cube(
      this.sizes.map((size, facet) => ({ name: String(facet), size })),
      Object.fromEntries(columns.map((column, facet) => [facet, column])),
      cells.counts,
    );
    this.whole = this.#sums(this.selections).counts;
  }

  #sums(selections: readonly Selection[]): { counts: Float64Array[]; total: number } {
    const filters: CubeFilters = Object.fromEntries(
      selections.flatMap((selection, facet) => (selection ? [[facet, { codes: codesOf(selection) }]] : [])),
    );
    const { total, by } = this.#cube.sums(filters);
    return { total, counts: this.sizes.map((_, facet) => by[facet]!) };
  }

  #set(facet: number, selection: Selection): void {
    this.selections = this.selections.map((each, other) => (other === facet ? selection : each));
  }

  /** Chooses the days from one to another, both included; null: all. */
  choose(range: { from: number; to: number } | null): void {
    const size = this.sizes[0]!;
    this.range = range && { from: Math.max(0, range.from), to: Math.min(size - 1, range.to) };
    const { from, to } = this.range ?? { from: 0, to: -1 };
    this.#set(0, range && Uint8Array.from({ length: size }, (_, day) => Number(day >= from && day <= to)));
  }

  /** Takes codes of a facet into the selection, or out of it where all of them are in. */
  toggle(facet: number, codes: readonly number[]): void {
    const before = this.selections[facet];
    const mask = before ? Uint8Array.from(before) : new Uint8Array(this.sizes[facet]!);
    const on = codes.some((code) => mask[code] === 0);
    for (const code of codes) mask[code] = Number(on);
    this.#set(facet, without(mask));
  }

  isChosen(facet: number, code: number): boolean {
    return this.selections[facet]?.[code] === 1;
  }

  clear(facet?: number): void {
    if (facet === undefined || facet === 0) this.range = null;
    if (facet === undefined) this.selections = this.sizes.map(() => null);
    else this.#set(facet, null);
  }

  /** The name of a day: `2024-01-31`. */
  dayName = (day: number): string => bucketName('day', this.cells.firstDay + day, 'monday', []);

  /** The day of a name, as far as the log has it. */
  dayNumber = (name: string): number => Date.parse(`${name}T00:00:00Z`) / 86_400_000 - this.cells.firstDay;

  /** The codes that are chosen of a facet. */
  chosen(facet: number): number[] {
    return codesOf(this.selections[facet] ?? null);
  }

  /** What of the selection every analysis can stand on: days, event names and values. The hours of the week, and what is put together, can't be. */
  scope(): Scope {
    const { zone, dimensions } = this.cells;
    const span = this.range && {
      from: startOfDay(this.dayName(this.range.from), zone),
      to: endOfDay(this.dayName(this.range.to), zone),
    };
    const chosen = dimensions.map(({ name, values }, n) => ({
      name,
      values: this.chosen(n + 1).flatMap((code) => (code < values.length ? [values[code]!] : [])),
    }));
    const events = chosen.find(({ name }) => name === 'event')?.values ?? [];
    const where = chosen
      .filter(({ name, values }) => name !== 'event' && values.length > 0)
      .map(({ name, values }): PropertyFilter => ({ property: name, is: 'is', values }));
    return { ...(span && { span }), ...(events.length > 0 && { events }), ...(where.length > 0 && { where }) };
  }
}
