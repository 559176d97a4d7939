import type { Table } from 'apache-arrow';
import { numbers, strings } from '../columns.ts';
import type { Timeline } from '../timeline.ts';
import { inOrder, timelineOf } from '../timeline.ts';
import type { CaseRule, Cases } from './cases.ts';
import { casesOf } from './cases.ts';
import type { NodeRules, Nodes } from './nodes.ts';
import { nodesOf } from './nodes.ts';

/** What every report on paths reads (features/paths.ts makes the queries). */
export interface PathTables {
  timeline: Table;
  names: Table;
  about: Table;
}

export interface PathSettings {
  /** What a session is: the longest gap within one, or null where a column names them. */
  gapMinutes: number | null;
  /** Epoch ms of the first and the last event of the log; null where it has none. */
  first: number | null;
  last: number | null;
  zone: string;
}

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);

export function settingsOf(about: Table): PathSettings {
  const [gap, first, last] = ['gap', 'first', 'last'].map((name) => known(numbers(about, name)[0]));
  return { gapMinutes: gap!, first: first!, last: last!, zone: strings(about, 'zone')[0]! };
}

export interface Unit {
  unit: 'user' | 'session';
}

/** The nodes that the log's events become. */
export const nodesIn = (tables: PathTables, rules: NodeRules): Nodes =>
  nodesOf(strings(tables.names, 'name') as string[], rules);

/** The rule of a user's or a session's cases. */
export function ruleOf({ unit }: Unit, tables: PathTables, timeline: Timeline): CaseRule {
  if (unit === 'user') return { unit };
  const gap = settingsOf(tables.about).gapMinutes;
  if (gap !== null) return { unit, gapUs: gap * 60_000_000 };
  return { unit, gapUs: 0, named: inOrder(timeline, numbers(tables.timeline, 's')) };
}

/** The cases of a report that goes by users or sessions, and what their events are called. */
export function readCases(
  tables: PathTables,
  options: NodeRules & Unit & { collapse: boolean },
): { cases: Cases; nodes: Nodes } {
  const nodes = nodesIn(tables, options);
  const timeline = timelineOf(tables.timeline);
  return { nodes, cases: casesOf(timeline, nodes.codes, ruleOf(options, tables, timeline), options.collapse) };
}

export interface Groups {
  /** By user code: 0 the first group, 1 the second, anything else neither. */
  of: Int8Array;
  /** How they are called: a value of the property, or null for "did it" and "did not", or "everyone else". */
  names: [string | null, string | null];
  /** Where they are told apart by an event: epoch µs of each user's first, NaN for none. */
  at: Float64Array;
}

const NEITHER = -1;

/** The two groups that a report compares; null where it compares none. */
export function groupsIn(tables: { groups: Table; split: Table }): Groups | null {
  if (tables.split.numRows === 0) return null;
  const [users, groups, at] = ['u', 'g', 'at'].map((name) => numbers(tables.groups, name));
  let most = -1;
  for (let n = 0; n < users!.length; n++) most = Math.max(most, users![n]!);
  const of = new Int8Array(most + 1).fill(NEITHER);
  const firsts = new Float64Array(most + 1).fill(NaN);
  for (let n = 0; n < users!.length; n++) {
    if (!Number.isNaN(groups![n])) of[users![n]!] = groups![n]!;
    firsts[users![n]!] = at![n]!;
  }
  return { of, at: firsts, names: [strings(tables.split, 'a')[0]!, strings(tables.split, 'b')[0]!] };
}
