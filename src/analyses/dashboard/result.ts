export interface Dimension {
  /** `event`, or a property's name. */
  name: string;
  /** Its commonest values, those first. Code `values.length` stands for all others, the one after it for no value. */
  values: string[];
}

/** The log in cells: one for each hour and combination of values that occurs. */
export interface DashboardResult {
  zone: string;
  weekStart: 'monday' | 'sunday';
  events: number;
  /** The day of the first event, counted from 1970-01-01 in the zone; and how many days from there to the last. */
  firstDay: number;
  days: number;
  dimensions: Dimension[];
  /** Of each cell: hours from the first day's midnight, on the clock of the zone. */
  hours: Int32Array;
  /** Of each cell, by dimension: the code of its value. */
  codes: Uint8Array[];
  /** Of each cell. */
  counts: Float64Array;
}
