// `node bench/learning.mjs [--rows 100000] [--runs 3] [--only boosting] [--in chromium|node]`: Behold's estimators beside the Python
// libraries, one thread each, in turns, in one run on one machine. Medians of seconds, AUC on unseen rows, ratios.
// What is compared lies in bench/learning/: one file for each kind, with a list of contests as trees.mjs has it.
import '../build/node-version.mjs';
import { parseArgs } from 'node:util';
import { folderOf, line, openEngine, runPython } from './engine.mjs';
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

const summary = (outcomes) => ({
  seconds: median(outcomes.map(({ seconds }) => seconds)),
  score: median(outcomes.map(({ score }) => score)),
});

/** Takes turns, so that what else the machine does falls on all alike. */
async function compare(engine, contest) {
  const parts = writeDataset(folderOf('learning'), contest.data, Number(values.rows));
  const ours = [];
  const theirs = contest.rivals.map(() => []);
  for (let run = 0; run < Number(values.runs); run++) {
    ours.push(await engine.run({ measure: 'time', ...contest, parts }));
    contest.rivals.forEach(({ python }, at) => theirs[at].push(runPython('learning', { python, parts })));
  }
  return { ours: summary(ours), theirs: theirs.map((outcomes) => (outcomes[0].missing ? null : summary(outcomes))) };
}

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

const engine = await openEngine('learning', values.in, Number(process.env.PORT ?? 4190));
try {
  const rows = Number(values.rows).toLocaleString('en');
  console.log(`${engine.where}, ${rows} rows, medians of ${values.runs}.`);
  for (const contest of contests.filter(({ name, estimator }) => `${name} ${estimator}`.includes(values.only))) {
    report(contest, await compare(engine, contest));
  }
} finally {
  await engine.close();
}
