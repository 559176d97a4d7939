// `node bench/recommend.mjs [--runs 3] [--only als] [--in chromium|node]`: Behold's recommenders and its mining of baskets beside the
// Python libraries, one thread each, in turns, in one run on one machine. Medians of seconds and ratios; what came out is compared
// before a ratio is told.
import '../build/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { listen, staticServer } from '../build/serve.mjs';
import { launch } from './browser.mjs';
import { median } from './median.mjs';
import { writeBaskets, writeInteractions } from './recommend/data.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    in: { type: 'string', default: 'chromium' },
  },
});
const root = join(import.meta.dirname, '..');
const folder = join(root, '.bench', 'recommend');
const port = Number(process.env.PORT ?? 4191);

/** `measure` names the function of behold.ts and of rival.py; `files` the parts of the data that are files; `within` how far checks may be apart. */
const contests = [
  {
    name: 'EASE on 4,000 items',
    measure: 'ease',
    rival: 'NumPy and SciPy',
    aim: 1.5,
    within: 1e-2,
    params: { lambda: 250 },
    there: { precision: 'float64' },
    data: () => writeInteractions(folder, 'ease', { users: 20_000, items: 4_000, interactions: 1_000_000 }),
    files: ['offsets', 'item'],
  },
  {
    name: 'ALS, 64 factors, 15 iterations, 1,000,000 interactions of 50,000 users with 10,000 items',
    measure: 'als',
    rival: 'implicit',
    aim: 1.5,
    within: 5e-3,
    params: { factors: 64, iterations: 15, regularisation: 10, alpha: 1, cgSteps: 3 },
    data: () => writeInteractions(folder, 'als', { users: 50_000, items: 10_000, interactions: 1_000_000 }),
    files: ['offsets', 'item'],
  },
  {
    name: 'FP-growth on the invoices of Online Retail, support 1 %',
    measure: 'baskets',
    rival: 'mlxtend',
    aim: 1,
    within: 0,
    params: { support: 0.01 },
    data: () => writeBaskets(folder, root),
    files: ['basket', 'item'],
  },
];

/** As a function in the page: reads the files that the server has beside it. */
async function runInPage({ measure, params, files, data }) {
  const read = async (name) => [name, await (await fetch(`./${data[name]}`)).arrayBuffer()];
  const behold = await import('./behold.js');
  return behold[measure](params, { ...data, ...Object.fromEntries(await Promise.all(files.map(read))) });
}

async function inChromium() {
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Recommenders</title>');
  const server = await staticServer({ dir: folder, bare: true });
  await listen(server, port);
  const browser = await launch();
  const run = async (job) => {
    const page = await browser.newPage();
    page.setDefaultTimeout(900_000);
    await page.goto(`http://localhost:${port}/`);
    const outcome = await page.evaluate(runInPage, job);
    await page.close();
    return outcome;
  };
  const close = async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  };
  return { where: `Chromium ${browser.version()}`, run, close };
}

async function inNode() {
  const behold = await import(pathToFileURL(join(folder, 'behold.js')));
  const read = (name) => new Uint8Array(readFileSync(join(folder, name))).buffer;
  const run = ({ measure, params, files, data }) =>
    behold[measure](params, { ...data, ...Object.fromEntries(files.map((name) => [name, read(data[name])])) });
  return { where: `Node ${process.version}`, run, close: async () => undefined };
}

const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

function runInPython({ measure, params, there, data }) {
  const { stdout, stderr, status } = spawnSync('python3', [join(root, 'bench', 'recommend', 'rival.py')], {
    input: JSON.stringify({ measure, params: { ...params, ...there }, data, folder }),
    env: { ...process.env, ...ONE_THREAD },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr || 'python3 was not found');
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** Stops where the two come to different results: a fast wrong answer is no figure. */
function compare({ name, within }, ours, theirs) {
  if (Math.abs(ours.check - theirs.check) > within * Math.abs(theirs.check))
    throw new Error(`${name}: ${ours.check} here, ${theirs.check} there`);
}

const line = (cells) => `| ${cells.join(' | ')} |`;

function report({ name, rival, aim }, ours, theirs) {
  const mine = median(ours.map(({ seconds }) => seconds));
  const lines = [`\n### ${name}\n`, line(['', 'seconds', 'ratio', 'aim']), '|---|---|---|---|'];
  lines.push(line(['Behold', mine.toFixed(2), '', '']));
  if (theirs[0].missing) lines.push(line([rival, 'not found', '', '']));
  else {
    const ratio = mine / median(theirs.map(({ seconds }) => seconds));
    const missed = ratio > aim ? ' missed' : '';
    lines.push(line([rival, (mine / ratio).toFixed(2), `${ratio.toFixed(2)} ×`, `≤ ${aim} ×${missed}`]));
  }
  console.log(lines.join('\n'));
}

/** Takes turns, so that what else the machine does falls on both alike. */
async function contend(engine, contest) {
  const { measure, params, there, files } = contest;
  const job = { measure, params, there, files, data: contest.data() };
  const [ours, theirs] = [[], []];
  for (let run = 0; run < Number(values.runs); run++) {
    ours.push(await engine.run(job));
    theirs.push(runInPython(job));
    if (!theirs[run].missing) compare(contest, ours[run], theirs[run]);
  }
  report(contest, ours, theirs);
}

await build({ configFile: join(root, 'bench', 'recommend', 'vite.config.ts'), build: { outDir: folder } });
const engine = await (values.in === 'node' ? inNode() : inChromium());
try {
  console.log(`${engine.where}, ${cpus().length} × ${cpus()[0]?.model}, one thread, medians of ${values.runs}.`);
  for (const contest of contests.filter(({ name, measure }) => `${name} ${measure}`.includes(values.only))) {
    await contend(engine, contest);
  }
} finally {
  await engine.close();
}
