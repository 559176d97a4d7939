import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Histories, LearningData } from './data.ts';
import { learningDataOfEvents } from './reading/reading.ts';

/** For tests: MovieLens-100k, which may be used in research but not be handed on; a test that needs it is skipped where it is absent. */
const FILE = '../shared/data/movielens_100k/u.data.gz';

/** `describe.skipIf(!hasMovielens)('… (needs MovieLens-100k beside the checkout)', …)` */
export const hasMovielens = existsSync(FILE);

const [USERS, ITEMS] = [943, 1682];
const DAY = 86_400_000;

/** user, item, rating, epoch seconds, tab separated; numbers from 1. In order of user and time, ties as in the file. */
function historiesOfFile(): Histories {
  const lines = gunzipSync(readFileSync(FILE)).toString('latin1').trim().split('\n');
  const rows = lines.map((line) => line.split('\t').map(Number) as [number, number, number, number]);
  rows.sort((a, b) => a[0] - b[0] || a[3] - b[3]);
  const offsets = new Uint32Array(USERS + 1);
  for (const [user] of rows) offsets[user]!++;
  for (let user = 0; user < USERS; user++) offsets[user + 1]! += offsets[user]!;
  return {
    offsets,
    item: Int32Array.from(rows, ([, item]) => item - 1),
    weight: Float64Array.from(rows, ([, , rating]) => rating),
    time: Float64Array.from(rows, ([, , , seconds]) => seconds * 1000),
    // A user's days, numbered through the log: a new one wherever the day or the user is another.
    session: sessionsByDay(rows),
  };
}

function sessionsByDay(rows: readonly (readonly [number, number, number, number])[]): Uint32Array {
  const sessions = new Uint32Array(rows.length);
  const day = (seconds: number): number => Math.floor((seconds * 1000) / DAY);
  for (let n = 1; n < rows.length; n++) {
    const [before, now] = [rows[n - 1]!, rows[n]!];
    sessions[n] = sessions[n - 1]! + (before[0] === now[0] && day(before[3]) === day(now[3]) ? 0 : 1);
  }
  return sessions;
}

/** The 100,000 ratings of 943 users on 1,682 films; implicit: each counts 1. User and item n of the file are n − 1 here. */
export function movielens(feedback: LearningData['feedback'] = 'implicit'): LearningData {
  const rated = historiesOfFile();
  const histories = feedback === 'ratings' ? rated : { ...rated, weight: rated.weight.map(() => 1) };
  const ids = Array.from({ length: ITEMS }, (_, item) => String(item + 1));
  const end = rated.time.reduce((last, time) => Math.max(last, time), 0);
  return learningDataOfEvents(
    histories,
    { catalogue: { ids }, end },
    { feedback, repeats: 'once', halfLife: Infinity },
  );
}
