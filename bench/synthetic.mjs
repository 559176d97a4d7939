// Writes a seeded event log as CSV: user, time, event, item, value. Users come in sessions, items follow a power law, and only
// purchases have a value. Same seed and rows, same file, on every machine.
import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { seededRandom } from './random.mjs';

const begin = Date.UTC(2024, 0, 1);
const span = 180 * 86_400_000;
const eventsPerUser = 50;
const eventsPerSession = 12;
const secondsBetweenEvents = 120;
const items = 5000;
const linesPerChunk = 20_000;

const events = [
  ['view', 0.7],
  ['search', 0.82],
  ['add_to_cart', 0.94],
  ['purchase', 1],
];

/** One line after the other, in order of time. */
function* lines(rows, seed) {
  const random = seededRandom(seed);
  const users = Math.max(1, Math.round(rows / eventsPerUser));
  const step = span / rows;
  // Those who are in a session now; each is succeeded by someone else after about `eventsPerSession` events.
  const present = Array.from({ length: Math.max(1, Math.round((secondsBetweenEvents * 1000) / step)) }, () =>
    Math.floor(random() * users),
  );
  for (let row = 0; row < rows; row++) {
    const place = Math.floor(random() * present.length);
    if (random() < 1 / eventsPerSession) present[place] = Math.floor(random() * users);
    const time = new Date(begin + row * step).toISOString().slice(0, 19).replace('T', ' ');
    const draw = random();
    const event = events.find(([, limit]) => draw < limit)[0];
    const item = `item_${Math.floor(items * random() ** 3)}`;
    const value = event === 'purchase' ? (5 + random() * 95).toFixed(2) : '';
    yield `user_${present[place]},${time},${event},${item},${value}\n`;
  }
}

/** Writes the log unless it is there; resolves with its path. */
export async function writeLog(file, rows, seed = 1) {
  if (existsSync(file)) return file;
  mkdirSync(dirname(file), { recursive: true });
  const out = createWriteStream(`${file}.part`);
  let chunk = 'user,time,event,item,value\n';
  let count = 0;
  for (const line of lines(rows, seed)) {
    chunk += line;
    if (++count % linesPerChunk) continue;
    if (!out.write(chunk)) await once(out, 'drain');
    chunk = '';
  }
  out.end(chunk);
  await once(out, 'finish');
  renameSync(`${file}.part`, file);
  return file;
}
