import type { Compute, Context, Members } from '../../contract/analysis.ts';
import { AppError } from '../../core/errors.ts';
import type { Cases, Groups, Nodes, PathTables } from '../../core/paths.ts';
import { groupsIn, readCases, settingsOf, usersWhere } from '../../core/paths.ts';
import { benjaminiHochberg, chiSquareTest, fisherExact, oddsRatio } from '../../core/statistics.ts';
import type definition from './index.ts';
import { patternMark } from './marks.ts';
import type { Found, Search } from './mine.ts';
import { hasPattern, mine } from './mine.ts';
import type { Params } from './params.ts';
import type { Pattern, SequencesResult } from './result.ts';

/** What follows a user's first goal is left out: it could not have led to it. Cases with nothing before it remain no cases. */
function beforeGoal(cases: Cases, { at }: Groups): Cases {
  const { count, offsets, owners, events, times } = cases;
  const kept = {
    offsets: [0],
    owners: [] as number[],
    events: new Uint16Array(events.length),
    times: new Float64Array(times.length),
  };
  let length = 0;
  for (let n = 0; n < count; n++) {
    const goal = at[owners[n]!] ?? NaN;
    const from = length;
    // A comparison with NaN is false: users without the goal keep everything.
    for (let place = offsets[n]!; place < offsets[n + 1]! && !(times[place]! >= goal); place++) {
      kept.events[length] = events[place]!;
      kept.times[length++] = times[place]!;
    }
    if (length === from) continue;
    kept.offsets.push(length);
    kept.owners.push(owners[n]!);
  }
  return {
    count: kept.owners.length,
    offsets: Uint32Array.from(kept.offsets),
    owners: Int32Array.from(kept.owners),
    events: kept.events.subarray(0, length),
    times: kept.times.subarray(0, length),
  };
}

interface Sequences {
  cases: Cases;
  nodes: Nodes;
  groups: Groups | null;
}

type Tables = PathTables & Parameters<typeof groupsIn>[0];

function readSequences(tables: Tables, params: Params): Sequences {
  const { cases, nodes } = readCases(tables, params);
  const groups = groupsIn(tables);
  const isCut = groups && params.split === 'did' && params.untilGoal;
  return { cases: isCut ? beforeGoal(cases, groups) : cases, nodes, groups };
}

/** Cases of one user stand together. */
function usersIn({ count, owners }: Cases): number {
  let users = 0;
  for (let n = 0; n < count; n++) if (n === 0 || owners[n] !== owners[n - 1]) users++;
  return users;
}

/** Everyone in each group, those left without a path too: they have no pattern. */
function groupSizes({ of }: Groups): [number, number] {
  const sizes: [number, number] = [0, 0];
  for (const group of of) if (group === 0 || group === 1) sizes[group]++;
  return sizes;
}

/** Chi-square where all four cells are expected to hold 5 or more, else Fisher's exact test. */
function independence(a: number, b: number, c: number, d: number): number {
  const all = a + b + c + d;
  const expected = [a + b, c + d].flatMap((row) => [a + c, b + d].map((column) => (row * column) / all));
  if (Math.min(...expected) === 0) return 1;
  const table = [
    [a, b],
    [c, d],
  ];
  return Math.min(...expected) < 5 ? fisherExact(a, b, c, d).p : chiSquareTest(table).p;
}

function compareUsers(
  [x, y]: [number, number],
  [first, second]: [number, number],
): Omit<NonNullable<Pattern['compared']>, 'q'> {
  const cells = [x, first - x, y, second - y] as const;
  const share = (count: number, of: number) => (of > 0 ? count / of : 0);
  return {
    users: [x, y],
    difference: share(x, first) - share(y, second),
    oddsRatio: oddsRatio(...cells).value,
    p: independence(...cells),
  };
}

const searchOf = ({ minSupport, ...rest }: Params, cases: Cases): Search => ({
  ...rest,
  // 5 % of 20 is 1, not a hair more.
  minSupport: Math.max(1, Math.ceil((minSupport / 100) * cases.count - 1e-9)),
});

function patternsOf({ cases, nodes, groups }: Sequences, found: readonly Found[]): Pattern[] {
  const sizes = groups && groupSizes(groups);
  const compared = sizes && found.map(({ users: [, first, second] }) => compareUsers([first, second], sizes));
  const q = benjaminiHochberg(compared?.map(({ p }) => p) ?? []);
  return found.map(({ codes, support, users }, n) => ({
    events: codes.map((code) => nodes.names[code]!),
    ...{ cases: support, support: support / cases.count, users: users[0] },
    ...(compared && { compared: { ...compared[n]!, q: q[n]! } }),
  }));
}

/** Finds the commonest patterns, and which of them set two groups apart. */
export default (async (tables, params, context: Context): Promise<SequencesResult> => {
  await context.step(0);
  const sequences = readSequences(tables, params);
  const { cases, nodes, groups } = sequences;
  const search = searchOf(params, cases);
  const groupOf = groups?.of ?? new Int8Array(0);
  const mined = await mine(cases, nodes.names.length, groupOf, search, (done) => context.step(done));
  return {
    cases: cases.count,
    users: usersIn(cases),
    patterns: patternsOf(sequences, mined.found),
    complete: cases.count > 0 ? mined.complete / cases.count : 0,
    ended: mined.ended,
    groups: groups && { names: groups.names, users: groupSizes(groups) },
    definition: { ...params, ...settingsOf(tables.about) },
  };
}) satisfies Compute<typeof definition>;

/** The users with a pattern in one of their paths. */
export const members = (async (tables, params, mark, context) => {
  await context.step(0);
  const { cases, nodes } = readSequences(tables, params);
  const known = nodes.names.map((name) => patternMark([name]));
  let codes: number[] = [];
  try {
    codes = (JSON.parse(mark) as unknown[]).map((event) => known.indexOf(JSON.stringify([event])));
  } catch {
    // Not a mark of ours: it has no events.
  }
  if (codes.length === 0 || codes.includes(-1)) throw new AppError('analysis.unknown-mark', { mark });
  return usersWhere(cases, (n) =>
    hasPattern(codes, params.gaps, cases.events, cases.offsets[n]!, cases.offsets[n + 1]!),
  );
}) satisfies Members<typeof definition>;
