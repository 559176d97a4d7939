import type { Compute, Context } from '../../contract/analysis.ts';
import { bucketsOf, endText } from '../../core/frame.ts';
import { spanName } from './cells.ts';
import type { Groups } from './groups.ts';
import { groupsOf } from './groups.ts';
import type definition from './index.ts';
import type { RetentionResult, TotalCell } from './result.ts';
import { survivalOf } from './survival.ts';
import { Tally, averages } from './tally.ts';
import { usageOf } from './usage.ts';
import type { Question } from './walk.ts';
import { questionOf, walk } from './walk.ts';

export { members } from './members.ts';

interface Tallies {
  cohorts: [bucket: number, tally: Tally][];
  total: Tally;
  groups: Tally[];
}

async function count(question: Question, groups: Groups, context: Context): Promise<Tallies> {
  const { params, spans, broken } = question;
  const make = () => new Tally(spans.length, params);
  const cohorts = new Map<number, Tally>();
  const byGroup = [...groups.values, null].map(make);
  await walk(
    question,
    (entry) => {
      let tally = cohorts.get(entry.cohort);
      if (!tally) cohorts.set(entry.cohort, (tally = make()));
      tally.add(entry);
      if (broken) byGroup[groups.of(broken[entry.event]!)]!.add(entry);
    },
    (share) => context.step(0.8 * share),
  );
  const total = make().addAll([...cohorts.values()]);
  return { cohorts: [...cohorts].sort(([a], [b]) => a - b), total, groups: byGroup };
}

function totalCells({ cohorts, total }: Tallies, isPartial: (bucket: number, cell: number) => boolean): TotalCell[] {
  const isSomePartial = (cell: number) =>
    cohorts.some(([bucket, tally]) => tally.observable[cell]! > 0 && isPartial(bucket, cell));
  return total.cells(isSomePartial).map((cell) => {
    const column = cohorts.map(([, { size, returned, base }]) => ({
      size,
      returned: returned[cell.index]!,
      observable: base[cell.index]!,
    }));
    return { ...cell, ...averages(column) };
  });
}

function groupRows(groups: Groups, tallies: readonly Tally[]): RetentionResult['groups'] {
  return tallies
    .map((tally, n) => ({
      value: groups.values[n] ?? null,
      other: n === groups.values.length,
      size: tally.size,
      cells: tally.cells(() => false),
    }))
    .filter(({ size }) => size > 0);
}

/** Walks each user's events once for every cohort that the user belongs to, and once each for survival and usage. */
export default (async (tables, params, context: Context): Promise<RetentionResult> => {
  await context.step(0);
  const question = questionOf(tables, params);
  const { frame, spans, lastBucket, broken } = question;
  const groups = groupsOf(tables.groups);
  const tallies = await count(question, groups, context);
  const buckets = bucketsOf(params.period, frame);
  const hasPartial = params.clock === 'calendar' && params.incomplete === 'keep' && tallies.cohorts.length > 0;
  const isPartial = (bucket: number, cell: number) => hasPartial && spans[cell]!.to === lastBucket - bucket;
  const { zone, weekStart } = frame;
  return {
    cohorts: tallies.cohorts.map(([bucket, tally]) => ({
      cohort: buckets.name(bucket),
      size: tally.size,
      cells: tally.cells((cell) => isPartial(bucket, cell)),
    })),
    total: totalCells(tallies, isPartial),
    groups: broken ? groupRows(groups, tallies.groups) : [],
    periods: spans.map(spanName),
    partial: hasPartial ? buckets.name(lastBucket) : null,
    survival: survivalOf(question),
    usage: usageOf(question),
    definition: { ...params, zone, weekStart, end: endText(frame) },
  };
}) satisfies Compute<typeof definition>;
