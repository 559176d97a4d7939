import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { seededRandom } from '../random.mjs';

/** How steeply items fall off: the n-th most popular has n to this power of the first one's share (a power law). */
const STEEPNESS = -0.8;

function cumulated(items) {
  const sums = new Float64Array(items);
  for (let item = 0, sum = 0; item < items; item++) sums[item] = sum += (item + 1) ** STEEPNESS;
  return sums;
}

function draw(sums, random) {
  const wanted = random() * sums.at(-1);
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

const put = (folder, name, numbers) => writeFileSync(join(folder, name), numbers);

/**
 * So many interactions of users with items, seeded: items by a power law, half of what a user has out of one tenth of the catalogue
 * that is his; active users have more. As two files: offsets (uint32) by user, items (int32).
 */
export function writeInteractions(folder, name, { users, items, interactions }) {
  mkdirSync(folder, { recursive: true });
  const random = seededRandom(7);
  const sums = cumulated(items);
  const shares = Float64Array.from({ length: users }, () => 0.2 - Math.log(1 - random()));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const offsets = new Uint32Array(users + 1);
  const item = new Int32Array(interactions);
  let size = 0;
  let due = 0;
  for (let user = 0; user < users; user++) {
    due += (shares[user] / total) * interactions;
    const own = Math.floor(random() * 10);
    const had = new Set();
    const wanted = Math.min(Math.round(due), interactions) - size;
    while (had.size < wanted) {
      const drawn = draw(sums, random);
      had.add(random() < 0.5 ? drawn : drawn - (drawn % 10) + own < items ? drawn - (drawn % 10) + own : drawn);
    }
    for (const each of [...had].sort((a, b) => a - b)) item[size++] = each;
    offsets[user + 1] = size;
  }
  put(folder, `${name}.offsets`, offsets);
  put(folder, `${name}.items`, item.subarray(0, size));
  return { users, items, interactions: size, offsets: `${name}.offsets`, item: `${name}.items` };
}

/** The quoted or plain cells of a line. */
const cells = (line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) => cell);

/** The invoices of Online Retail as two files: of each line the invoice and the item (uint32), numbered as they come. */
export function writeBaskets(folder, root) {
  mkdirSync(folder, { recursive: true });
  const whole = join(root, '../shared/data/uci_online_retail/online_retail.csv.gz');
  const path = existsSync(whole) ? whole : join(root, 'sample-data', 'retail.csv.gz');
  const [head, ...lines] = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n');
  const names = cells(head.trim());
  const columns = ['InvoiceNo', 'StockCode'].map((name) => names.indexOf(name));
  const codes = columns.map(() => new Map());
  const numbers = columns.map(() => new Uint32Array(lines.length));
  lines.forEach((line, at) => {
    const row = cells(line);
    columns.forEach((column, n) => {
      if (!codes[n].has(row[column])) codes[n].set(row[column], codes[n].size);
      numbers[n][at] = codes[n].get(row[column]);
    });
  });
  put(folder, 'baskets.basket', numbers[0]);
  put(folder, 'baskets.item', numbers[1]);
  return {
    baskets: codes[0].size,
    items: codes[1].size,
    basket: 'baskets.basket',
    item: 'baskets.item',
    whole: path === whole,
  };
}
