// The seeded data on which learning is timed: made here, read by Behold and by the Python rivals from the same files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../random.mjs';

/** Standard normal numbers (Box and Muller). */
export const normal = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/**
 * Steps, bends and products of fifteen columns; the other half is noise. No product shows in neither factor alone: greedy trees
 * find such a one by luck, and which library is ahead then changes with the rows.
 */
function score(x, at) {
  let z = 1.2 * x[at] + Math.abs(x[at + 1]) * x[at + 2] + 1.5 * Math.sin(2 * x[at + 3]) + (x[at + 4] > 0.5 ? 1 : -0.5);
  z += 0.5 * x[at + 5] ** 2 - 0.5 + (x[at + 7] > 0 ? 0.8 * x[at + 6] : 0);
  for (let column = 8; column < 15; column++) z += 0.2 * x[at + column];
  return z;
}

/** Rows of 30 normal columns and a yes or no that they tell in part. */
function binary(rows, seed, columns = 30) {
  const random = seededRandom(seed);
  const x = Float64Array.from({ length: rows * columns }, () => Math.fround(normal(random)));
  const y = Float64Array.from({ length: rows }, (_, row) =>
    Number(random() < 1 / (1 + Math.exp(-score(x, row * columns)))),
  );
  return { x, y, rows, columns };
}

const KINDS = 8;

/** Rows of 20 events of eight kinds; an event of kind 1 some time after the last of kind 2 makes a yes, mostly. */
function events(rows, seed, columns = 20) {
  const random = seededRandom(seed);
  const x = Float64Array.from({ length: rows * columns }, () => 1 + Math.floor(KINDS * random()));
  const y = Float64Array.from({ length: rows }, (_, row) => {
    const own = x.subarray(row * columns, (row + 1) * columns);
    return Number(own.lastIndexOf(1) > own.lastIndexOf(2) === random() > 0.05);
  });
  return { x, y, rows, columns };
}

/** By name: what `make(rows)` gives is `{ train, test }`, each `{ x, y, rows, columns }` in float64, x row after row. */
export const datasets = {
  binary: (rows) => ({ train: binary(rows, 1), test: binary(Math.ceil(rows / 2), 2) }),
  events: (rows) => ({ train: events(Math.min(rows, 2000), 3), test: events(2000, 4) }),
};

/** Writes a data set as `<folder>/<part>.x.bin` and `.y.bin` (float64, little-endian); resolves with what the readers need. */
export function writeDataset(folder, name, rows) {
  mkdirSync(folder, { recursive: true });
  const parts = datasets[name](rows);
  return Object.fromEntries(
    Object.entries(parts).map(([part, { x, y, rows, columns }]) => {
      writeFileSync(join(folder, `${name}-${part}.x.bin`), x);
      writeFileSync(join(folder, `${name}-${part}.y.bin`), y);
      return [part, { x: `${name}-${part}.x.bin`, y: `${name}-${part}.y.bin`, rows, columns }];
    }),
  );
}
