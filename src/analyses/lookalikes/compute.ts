import { Table as ArrowTable, makeVector } from 'apache-arrow';
import type { Table } from 'apache-arrow';
import type { Compute, Context, Members } from '../../contract/analysis.ts';
import { column, numbers, strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import { textVector } from '../../core/text-vector.ts';
import type definition from './index.ts';
import type { Params } from './params.ts';
import type { Profiles } from './profiles.ts';
import { centroid, contributions, cosines, namesOfThings, profilesOf } from './profiles.ts';
import { qualityOf } from './quality.ts';
import type { Common, LookalikesResult } from './result.ts';

const LISTED = 1000;
const REASONS = 3;
const COMMON = 50;
const TABLE = 'lookalikes';

type Tables = Record<'had' | 'seeds' | 'things' | 'people' | 'about', Table>;

interface Read {
  profiles: Profiles;
  seeds: number[];
  centre: Float64Array;
  /** Others with something in common, most alike first, and everybody's score. */
  order: number[];
  scores: Float64Array;
}

function read({ had, seeds: known, things, people }: Tables): Read {
  const profiles = profilesOf(had, people.numRows, things.numRows);
  const seeds = Array.from(column(known, 'u').toArray() as Int32Array);
  const isSeed = new Uint8Array(profiles.users);
  for (const user of seeds) isSeed[user] = 1;
  const centre = centroid(profiles, seeds);
  const scores = cosines(profiles, centre);
  const order = [...scores.keys()]
    .filter((user) => isSeed[user] === 0 && scores[user]! > 0)
    .sort((a, b) => scores[b]! - scores[a]! || a - b);
  return { profiles, seeds, centre, order, scores };
}

/** What the known have more often than the others, by how far it sets them apart. */
function commonOf({ profiles, seeds, centre }: Read, names: ReturnType<typeof namesOfThings>): Common[] {
  const { offsets, item, owners, users } = profiles;
  const counts = new Uint32Array(profiles.items);
  for (const user of seeds) for (let at = offsets[user]!; at < offsets[user + 1]!; at++) counts[item[at]!]!++;
  const others = users - seeds.length;
  return [...centre.keys()]
    .filter((code) => counts[code]! > 0)
    .sort((a, b) => centre[b]! - centre[a]! || a - b)
    .slice(0, COMMON)
    .map((code) => {
      const share = counts[code]! / seeds.length;
      const othersShare = others > 0 ? (owners[code]! - counts[code]!) / others : 0;
      return {
        item: names.ids[code]!,
        title: names.titles[code]!,
        seeds: counts[code]!,
        share,
        othersShare,
        lift: othersShare > 0 ? share / othersShare : null,
      };
    });
}

function publish(context: Context, people: readonly string[], { order, scores }: Read): void {
  context.publish(
    TABLE,
    new ArrowTable({
      user: textVector(order.map((user) => people[user]!)),
      rank: makeVector(Int32Array.from(order, (_, n) => n + 1)),
      score: makeVector(Float64Array.from(order, (user) => scores[user]!)),
    }),
  );
}

function refuseNobody({ seeds }: Read, params: Params): void {
  if (seeds.length > 0) return;
  throw new AppError('lookalikes.nobody', { users: params.users.slice(0, 5).join(', ') });
}

/** Ranks everybody else by likeness to the known users, and sees whether known ones are found again who were left out. */
export default (async (tables, params, context): Promise<LookalikesResult> => {
  await context.step(0);
  const found = read(tables);
  refuseNobody(found, params);
  const { profiles, seeds, centre, order, scores } = found;
  const names = namesOfThings(tables.things);
  const people = strings(tables.people, 'user').map(String);
  const quality = await qualityOf(profiles, seeds, {
    ...{ folds: params.folds, size: params.size, seed: context.seed },
    step: (done) => context.step(0.1 + 0.8 * done),
  });
  publish(context, people, found);
  const audience = order.slice(0, Math.min(params.size, LISTED)).map((user) => ({
    user: people[user]!,
    score: scores[user]!,
    because: contributions(profiles, user, centre, REASONS).map((code) => names.titles[code]!),
  }));
  await context.step(1);
  return {
    users: profiles.users,
    seeds: seeds.length,
    silent: seeds.filter((user) => profiles.offsets[user] === profiles.offsets[user + 1]).length,
    candidates: order.length,
    audience,
    audienceSize: Math.min(params.size, order.length),
    common: commonOf(found, names),
    quality,
    definition: {
      by: strings(tables.about, 'known')[0] as 'pattern' | 'users' | 'item',
      events: strings(tables.about, 'events')[0] ?? '',
      filters: numbers(tables.about, 'filters')[0] ?? 0,
      item: names.titles[names.ids.indexOf(strings(tables.about, 'item')[0] ?? '')] ?? null,
      size: params.size,
      folds: params.folds,
    },
  };
}) satisfies Compute<typeof definition>;

/** `audience`: those found; `seeds`: the known; `had:<item>`: the audience's users who had it. Throws `analysis.unknown-mark`. */
export const members = ((tables, params, mark) => {
  const { order, seeds, profiles } = read(tables);
  if (mark === 'seeds') return seeds;
  const audience = order.slice(0, params.size);
  if (mark === 'audience') return audience;
  const id = /^had:([\s\S]*)$/.exec(mark)?.[1];
  const code = id === undefined ? -1 : namesOfThings(tables.things).ids.indexOf(id);
  if (code < 0) throw new AppError('analysis.unknown-mark', { mark });
  const { offsets, item } = profiles;
  return audience.filter((user) => item.subarray(offsets[user], offsets[user + 1]).includes(code));
}) satisfies Members<typeof definition>;
