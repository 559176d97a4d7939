import * as v from 'valibot';
import type { JudgingParams, SignalParams } from '../../contract/recommending.ts';
import { judgingEntries, signalEntries } from '../../contract/recommending.ts';
import type { Histories, LearningData } from '../data.ts';
import { learningDataOfEvents } from '../reading/reading.ts';
import type { Held, Split } from './split.ts';

/** For tests: [user, item, day, weight] in order of user and day. */
export type TestRow = readonly [user: number, item: number, day: number, weight?: number];

const DAY = 86_400_000;

const offsetsOf = (rows: readonly TestRow[], users: number): Uint32Array =>
  Uint32Array.from({ length: users + 1 }, (_, user) => rows.filter(([each]) => each < user).length);

const historiesOf = (rows: readonly TestRow[], users: number): Histories => ({
  offsets: offsetsOf(rows, users),
  item: Int32Array.from(rows, ([, item]) => item),
  weight: Float64Array.from(rows, ([, , , weight = 1]) => weight),
  time: Float64Array.from(rows, ([, , day]) => day * DAY),
  session: Uint32Array.from(rows, ([user]) => user),
});

/** Learning data whose end is the last day. */
export function dataOfRows(
  rows: readonly TestRow[],
  users: number,
  items: number,
  feedback: LearningData['feedback'] = 'implicit',
): LearningData {
  const ids = Array.from({ length: items }, (_, item) => `item ${item}`);
  const end = Math.max(...rows.map(([, , day]) => day * DAY));
  const counting = { feedback, repeats: 'once', halfLife: Infinity } as const;
  return learningDataOfEvents(historiesOf(rows, users), { catalogue: { ids }, end }, counting);
}

function heldOf(pairs: readonly TestRow[]): Held {
  const users = [...new Set(pairs.map(([user]) => user))];
  const starts = users.map((user) => pairs.findIndex(([each]) => each === user));
  return {
    users: Int32Array.from(users),
    offsets: Uint32Array.of(...starts, pairs.length),
    item: Int32Array.from(pairs, ([, item]) => item),
    weight: Float64Array.from(pairs, ([, , , weight = 1]) => weight),
  };
}

/** A split whose parts are given. */
export function splitOfRows(train: LearningData, test: readonly TestRow[], validation: readonly TestRow[] = []): Split {
  const about = { trainInteractions: 0, validationInteractions: 0, testInteractions: 0, newUsers: 0 };
  return { train, test: heldOf(test), validation: heldOf(validation), before: train.histories, about };
}

/** What was held out, as pairs. */
export const pairsOf = ({ users, offsets, item }: Held): [user: number, item: number][] =>
  [...users].flatMap((user, n) =>
    [...item.subarray(offsets[n], offsets[n + 1])].map((each): [number, number] => [user, each]),
  );

export const paramsOf = (given: Partial<SignalParams & JudgingParams> = {}): SignalParams & JudgingParams =>
  v.parse(v.object({ ...signalEntries, ...judgingEntries }), given);

export const quiet = { step: () => Promise.resolve() };
