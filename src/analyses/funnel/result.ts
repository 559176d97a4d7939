import type { Params } from './params.ts';

/** A share of some count with its 95 % Wilson interval; null where there is nothing to share. */
export interface Share {
  share: number | null;
  low: number | null;
  high: number | null;
}

export interface FunnelStep {
  name: string;
  /** Users (attempts, sessions, values) who reached this step. */
  count: number;
  /** `count` over those who entered; null where nobody did. */
  fromFirst: number | null;
  /** `count` over those of the required step before; 1 for the first step. */
  fromPrevious: number | null;
  /** The 95 % Wilson interval of `fromFirst`. */
  low: number | null;
  high: number | null;
  /** May be left out: its count is not part of the chain of steps. */
  optional: boolean;
}

export interface TimeToConvert {
  median: number;
  p25: number;
  p75: number;
  p90: number;
  histogram: { from: number; to: number; count: number }[];
}

/** Share converted by a time since the entry, those still under way counted as long as they were seen (Kaplan–Meier). */
export interface Survival {
  /** Seconds since the entry, ascending; at most 200 of them. */
  time: number[];
  converted: number[];
  low: number[];
  high: number[];
  atRisk: number[];
  /** Seconds until half had converted; null where fewer ever did. */
  median: number | null;
}

/** Attempts whose window was not over at the observation end. */
export interface Immature {
  /** How many began so late, and how many of them had not converted yet. */
  count: number;
  open: number;
  /** Those whose window was over. */
  mature: { entered: number; converted: number } & Share;
}

export interface Segment extends Share {
  /** The property's value; null where it is not set, or the step that says it was not reached. */
  value: string | null;
  kind: 'value' | 'other' | 'none';
  /** By step, as in `steps`. */
  counts: number[];
}

export interface Period extends Share {
  /** ISO date on which the period begins. */
  period: string;
  entered: number;
  converted: number;
  /** Whether the window of every attempt begun in it was over at the observation end. */
  mature: boolean;
}

export interface SensitivityRow {
  order: Params['order'];
  /** Null where the entry has no say. */
  entry: Params['entry'] | null;
  /** One for each window. */
  cells: { entered: number; converted: number; share: number | null }[];
}

export interface Sensitivity {
  windows: string[];
  rows: SensitivityRow[];
  /** The lowest and the highest share of all cells, and the chosen definition's. */
  lowest: number | null;
  highest: number | null;
  chosen: number | null;
}

export type DefectKind = 'duplicates' | 'ties' | 'late-dropped' | 'late-by-row' | 'zone';

export interface Defect {
  kind: DefectKind;
  /** How many events of the funnel it touches; `zone`: attempts whose period changes. */
  events: number;
  /** By how much each step's count moves if it is treated otherwise. */
  changes: number[];
}

export interface Driver {
  kind: 'event' | 'property';
  /** The event, or the property. */
  name: string;
  value: string | null;
  /** Of those with it and those without it: how many went on, and how many did not. */
  withWent: number;
  withLost: number;
  withoutWent: number;
  withoutLost: number;
  /** Above 1: they went on more often. */
  odds: number;
  low: number;
  high: number;
  p: number;
  /** Adjusted for all that were compared (Benjamini–Hochberg). */
  q: number;
}

export interface Drivers {
  /** Places of the transition's steps in `steps`. */
  from: number;
  to: number;
  reached: number;
  lost: number;
  /** How many were compared; `rows` holds the first fifty. */
  compared: number;
  rows: Driver[];
}

export interface Definition {
  order: Params['order'];
  entry: Params['entry'];
  window: string;
  ties: Params['ties'];
  grace: string;
  /** What the figures count; attempts wherever each counts by itself. */
  count: Params['count'];
  countProperty: string;
  holdConstant: string[];
  exclusions: { from: number; to: number; effect: 'dropUser' | 'endAttempt'; name: string }[];
  duplicates: Params['duplicates'];
  within: (number | null)[];
  /** Epoch ms. */
  observationEnd: number;
  zone: string;
  sessionGapMinutes: number;
}

export interface FunnelResult {
  steps: FunnelStep[];
  /** Seconds from the entry to the last step; null where nobody converted, and without an order of the steps. */
  timeToConvert: TimeToConvert | null;
  survival: Survival | null;
  /** Null where the window has no end. */
  immature: Immature | null;
  breakdown: { property: string; attribution: Params['attribution']; step: number; segments: Segment[] } | null;
  trend: { unit: 'day' | 'week' | 'month'; periods: Period[] } | null;
  sensitivity: Sensitivity | null;
  defects: Defect[] | null;
  drivers: Drivers | null;
  /** What the figures stand on. */
  definition: Definition;
}
