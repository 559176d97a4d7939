// `node bench/learning.mjs [--rows 100000] [--runs 3] [--only boosting] [--in chromium|node]`: Behold's estimators beside the Python
// libraries, one thread each, in turns, in one run on one machine. Medians of seconds, AUC on unseen rows, ratios.
// What is compared lies in bench/learning/: one file for each kind, with a list of contests as trees.mjs has it.
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
import { writeDataset } from './learning/data.mjs';
import explanation from './learning/explanation.mjs';
import linear from './learning/linear.mjs';
import networks from './learning/networks.mjs';
import trees from './learning/trees.mjs';
import { median } from './median.mjs';

const contests = [...explanation, ...linear, ...networks, ...trees];
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    in: { type: 'string', default: 'chromium' },
  },
});
const root = join(import.meta.dirname, '..');
const folder = join(root, '.bench', 'learning');
const port = Number(process.env.PORT ?? 4190);

/** As a function in the page: reads the files that the server has beside it. */
async function trainInPage({ measure, estimator, params, task, parts }) {
  const read = async (name) => new Float64Array(await (await fetch(`./${name}`)).arrayBuffer());
  const part = async (about) => ({ ...about, x: await read(about.x), y: await read(about.y) });
  const behold = await import('./behold.js');
  return behold[measure](estimator, params, task, await part(parts.train), await part(parts.test));
}

async function inChromium() {
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Learning</title>');
  const server = await staticServer({ dir: folder, bare: true });
  await listen(server, port);
  const browser = await launch();
  const train = async (job) => {
    const page = await browser.newPage();
    page.setDefaultTimeout(900_000);
    await page.goto(`http://localhost:${port}/`);
    const outcome = await page.evaluate(trainInPage, job);
    await page.close();
    return outcome;
  };
  const close = async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  };
  return { where: `Chromium ${browser.version()}`, train, close };
}

async function inNode() {
  const behold = await import(pathToFileURL(join(folder, 'behold.js')));
  const read = (name) => new Float64Array(new Uint8Array(readFileSync(join(folder, name))).buffer);
  const part = (about) => ({ ...about, x: read(about.x), y: read(about.y) });
  const train = ({ measure, estimator, params, task, parts }) =>
    behold[measure](estimator, params, task, part(parts.train), part(parts.test));
  return { where: `Node ${process.version}`, train, close: async () => undefined };
}

const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

function trainInPython(python, parts) {
  const { stdout, stderr, status } = spawnSync('python3', [join(root, 'bench', 'learning', 'rival.py')], {
    input: JSON.stringify({ python, parts, folder }),
    env: { ...process.env, ...ONE_THREAD },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr || 'python3 was not found');
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

const summary = (outcomes) => ({
  seconds: median(outcomes.map(({ seconds }) => seconds)),
  score: median(outcomes.map(({ score }) => score)),
});

/** Takes turns, so that what else the machine does falls on all alike. */
async function compare(engine, contest) {
  const parts = writeDataset(folder, contest.data, Number(values.rows));
  const ours = [];
  const theirs = contest.rivals.map(() => []);
  for (let run = 0; run < Number(values.runs); run++) {
    ours.push(await engine.train({ measure: 'time', ...contest, parts }));
    contest.rivals.forEach(({ python }, at) => theirs[at].push(trainInPython(python, parts)));
  }
  return { ours: summary(ours), theirs: theirs.map((outcomes) => (outcomes[0].missing ? null : summary(outcomes))) };
}

const line = (cells) => `| ${cells.join(' | ')} |`;

/** One table for each contest; says where an aim is missed, or the scores are too far apart to compare seconds. */
function report({ name, rivals, within }, { ours, theirs }) {
  const lines = [`\n### ${name}\n`, line(['', 'seconds', 'AUC', 'ratio', 'aim']), '|---|---|---|---|---|'];
  lines.push(line(['Behold', ours.seconds.toFixed(2), ours.score.toFixed(4), '', '']));
  rivals.forEach(({ name, aim }, at) => {
    const rival = theirs[at];
    if (!rival) return lines.push(line([name, 'not found', '', '', '']));
    const ratio = ours.seconds / rival.seconds;
    const missed = (aim && ratio > aim ? ' missed' : '') + (ours.score < rival.score - within ? ' worse' : '');
    lines.push(
      line([
        name,
        rival.seconds.toFixed(2),
        rival.score.toFixed(4),
        `${ratio.toFixed(2)} ×`,
        `${aim ? `≤ ${aim} ×` : '–'}${missed}`,
      ]),
    );
  });
  console.log(lines.join('\n'));
}

await build({ configFile: join(root, 'bench', 'learning', 'vite.config.ts'), build: { outDir: folder } });
const engine = await (values.in === 'node' ? inNode() : inChromium());
try {
  const rows = Number(values.rows).toLocaleString('en');
  console.log(`${engine.where}, ${cpus().length} × ${cpus()[0]?.model}, ${rows} rows, medians of ${values.runs}.`);
  for (const contest of contests.filter(({ name, estimator }) => `${name} ${estimator}`.includes(values.only))) {
    report(contest, await compare(engine, contest));
  }
} finally {
  await engine.close();
}
