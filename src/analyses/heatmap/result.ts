import type { Params } from './params.ts';

export interface HeatCell {
  /** 0 is Monday. */
  weekday: number;
  /** The hour that the clock on the wall shows, 0 to 23. */
  hour: number;
  events: number;
  /** Different users. */
  users: number;
  /** How many such hours the log covers, its first and its last one included; a changeover skips one or shows it twice. */
  hours: number;
  /** Events for each such hour; null where the log covers none. */
  eventsPerHour: number | null;
  /** The mean number of different users in such an hour. */
  usersPerHour: number | null;
}

export interface HeatmapResult {
  /** All 168 cells, by weekday from the project's week start, then by hour. */
  cells: HeatCell[];
  events: number;
  users: number;
  definition: Params & { zone: string; weekStart: 'monday' | 'sunday'; first: string; end: string };
}
