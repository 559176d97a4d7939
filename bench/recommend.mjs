// `node bench/recommend.mjs [--runs 3] [--only als] [--in chromium|node]`: Behold's recommenders and its mining of baskets beside the
// Python libraries, one thread each, in turns, in one run on one machine. Medians of seconds and ratios; what came out is compared
// before a ratio is told.
import '../build/node-version.mjs';
import { parseArgs } from 'node:util';
import { folderOf, line, openEngine, root, runPython } from './engine.mjs';
import { median } from './median.mjs';
import { writeBaskets, writeInteractions } from './recommend/data.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    in: { type: 'string', default: 'chromium' },
  },
});
const folder = folderOf('recommend');

/** `measure` names the function of behold.ts and of rival.py; `there` what the rival is told besides; `within` how far checks may be apart. */
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
  },
  {
    name: 'ALS, 64 factors, 15 iterations, 1,000,000 interactions of 50,000 users with 10,000 items',
    measure: 'als',
    rival: 'implicit',
    aim: 1.5,
    within: 5e-3,
    params: { factors: 64, iterations: 15, regularisation: 10, alpha: 1, cgSteps: 3 },
    data: () => writeInteractions(folder, 'als', { users: 50_000, items: 10_000, interactions: 1_000_000 }),
  },
  {
    name: 'FP-growth on the invoices of Online Retail, support 1 %',
    measure: 'baskets',
    rival: 'mlxtend',
    aim: 1,
    within: 0,
    params: { support: 0.01 },
    data: () => writeBaskets(folder, root),
  },
];

/** Stops where the two come to different results: a fast wrong answer is no figure. */
function compare({ name, within }, ours, theirs) {
  if (Math.abs(ours.check - theirs.check) > within * Math.abs(theirs.check))
    throw new Error(`${name}: ${ours.check} here, ${theirs.check} there`);
}

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
  const { measure, params, there } = contest;
  const job = { measure, params, data: contest.data() };
  const [ours, theirs] = [[], []];
  for (let run = 0; run < Number(values.runs); run++) {
    ours.push(await engine.run(job));
    theirs.push(runPython('recommend', { ...job, params: { ...params, ...there } }));
    if (!theirs[run].missing) compare(contest, ours[run], theirs[run]);
  }
  report(contest, ours, theirs);
}

const engine = await openEngine('recommend', values.in, Number(process.env.PORT ?? 4191));
try {
  console.log(`${engine.where}, one thread, medians of ${values.runs}.`);
  for (const contest of contests.filter(({ name, measure }) => `${name} ${measure}`.includes(values.only))) {
    await contend(engine, contest);
  }
} finally {
  await engine.close();
}
