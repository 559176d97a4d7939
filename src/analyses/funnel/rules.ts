import type { Table } from 'apache-arrow';
import { parseDuration } from '../../core/calendar.ts';
import { numbers, strings, column } from '../../core/columns.ts';
import { FIRST_EXCLUSION_BIT } from './codes.ts';
import type { Params } from './params.ts';

export const STEP_BITS = (1 << FIRST_EXCLUSION_BIT) - 1;

export interface Exclusion {
  bit: number;
  /** Steps by number from 1. */
  from: number;
  to: number;
  /** Whether it drops the user, rather than end the attempt. */
  drops: boolean;
}

/** What decides whether an event continues an attempt. Times are microseconds; steps are numbered from 0. */
export interface Rules {
  order: Params['order'];
  entry: Params['entry'];
  ties: Params['ties'];
  grace: number;
  /** From the entry to the last step, inclusive; infinite where there is none. */
  window: number;
  steps: number;
  /** The steps that may not be left out, in order: the first and the last are among them. */
  required: readonly number[];
  /** For each gap after a required step, the optional steps in it. */
  optional: readonly (readonly number[])[];
  optionalBits: number;
  /** For each step the longest time since the required step before; infinite where there is none. */
  within: readonly number[];
  /** For each gap after a required step, the bits of the exclusions that hold in it. */
  active: Int32Array;
  /** The bits of all exclusions, and of those that drop the user. */
  excluded: number;
  dropping: number;
}

export interface StepText {
  name: string;
  optional: boolean;
}

export const stepTexts = (table: Table): StepText[] => {
  const optional = column(table, 'optional');
  return strings(table, 'name').map((name, n) => ({ name: String(name), optional: optional.get(n) === true }));
};

function exclusionsOf(table: Table): Exclusion[] {
  const [from, to] = [numbers(table, 'from'), numbers(table, 'to')];
  const drops = column(table, 'drops');
  return Array.from(from, (each, n) => {
    return { bit: 1 << (FIRST_EXCLUSION_BIT + n), from: each, to: to[n]!, drops: drops.get(n) === true };
  });
}

/** The exclusions of each gap: one between optional steps reaches out to the required ones around them. */
export function activeIn(required: readonly number[], exclusions: readonly Exclusion[]): Int32Array {
  return Int32Array.from(required.slice(0, -1), (_, gap) => {
    const holds = ({ from, to }: Exclusion) => from - 1 < required[gap + 1]! && to - 1 > required[gap]!;
    return exclusions.filter(holds).reduce((bits, { bit }) => bits | bit, 0);
  });
}

export const isSessionWindow = (window: string): boolean => window.trim().toLowerCase() === 'session';

/** A duration in µs; infinite for `none` and for a session, which bounds an attempt by itself. */
export function windowOf(window: string): number {
  const ms = isSessionWindow(window) ? null : parseDuration(window);
  return ms === null ? Infinity : ms * 1000;
}

/** Attempts count each by itself where that is asked for; without an order of the steps no event begins one. */
export const countsAttempts = ({ order, entry }: Pick<Rules, 'order' | 'entry'>, count: Params['count']): boolean =>
  order !== 'unordered' && (entry === 'every' || count === 'attempts');

export function rulesOf(params: Params, steps: Table, exclusionTable: Table): Rules {
  const texts = stepTexts(steps);
  const places = texts.map((_, place) => place);
  const required = places.filter((place) => !texts[place]!.optional);
  const exclusions = exclusionsOf(exclusionTable);
  const gap = (n: number) => places.filter((place) => place > required[n]! && place < (required[n + 1] ?? place));
  const { order, entry, ties } = params;
  const bitsOf = (some: readonly Exclusion[]) => some.reduce((bits, { bit }) => bits | bit, 0);
  return {
    order,
    entry,
    ties,
    grace: ties === 'grace' ? (parseDuration(params.grace) ?? 0) * 1000 : 0,
    window: windowOf(params.window),
    steps: texts.length,
    required,
    optional: required.map((_, n) => gap(n)),
    optionalBits: places.reduce((bits, place) => bits | (texts[place]!.optional ? 1 << place : 0), 0),
    within: Array.from(numbers(steps, 'within'), (ms) => (ms > 0 ? ms * 1000 : Infinity)),
    active: activeIn(required, exclusions),
    excluded: bitsOf(exclusions),
    dropping: bitsOf(exclusions.filter(({ drops }) => drops)),
  };
}
