// `npm run bench -- [--rows 1000000,10000000] [--runs 3]`: Behold in Chromium beside native DuckDB on one thread and pandas,
// in one run on one machine. Medians and ratios; every answer is compared before its time is reported.
import '../build/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const { buildIfChanged, install, root } = await import('../build/setup.mjs');
install();
buildIfChanged();
const { ensureChromium } = await import('../build/chromium.mjs');
await ensureChromium();
const { listen, staticServer } = await import('../build/serve.mjs');
const { launch, runBrowser, startUp } = await import('./browser.mjs');
const { runNative } = await import('./native.mjs');
const { features, funnel, retention, rfm, sessions, transitions } = await import('./queries.mjs');
const { reports } = await import('./reports.mjs');
const { writeLog } = await import('./synthetic.mjs');

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000,10000000' }, runs: { type: 'string', default: '3' } },
});
const runs = Number(values.runs);
const folder = join(root, '.bench');
const port = Number(process.env.PORT ?? 4189);
const address = `http://localhost:${port}/`;

/** The scripts that the page names itself, gzipped: what must arrive before anything shows. */
function firstScripts() {
  const html = readFileSync(join(root, 'dist', 'index.html'), 'utf8');
  const names = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, name]) => name);
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(join(root, 'dist', name))).byteLength, 0);
}

function runPandas(file) {
  const { stdout, status } = spawnSync('python3', [join(root, 'bench', 'reference.py'), file, String(runs)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const answer = status === 0 ? JSON.parse(stdout) : { missing: 'python3' };
  return answer.missing ? null : answer;
}

const numbers = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));

/** Stops where two engines disagree: a fast wrong answer is no figure. Sums of decimals may differ in the last digits. */
function compare(name, ours, theirs) {
  for (const [key, value] of Object.entries(numbers(theirs))) {
    const mine = Number(ours[key]);
    if (Math.abs(mine - value) > 1e-9 * Math.abs(value))
      throw new Error(`${name}.${key}: ${mine} here, ${value} there`);
  }
}

const megabytes = (peak) => (peak === undefined ? 'unknown' : `${peak.toFixed(0)} MB`);
const cell = (seconds) => (seconds === undefined ? '–' : seconds.toFixed(2));
const ratio = (ours, theirs) => (theirs === undefined ? '–' : `${(ours / theirs).toFixed(2)} ×`);

/**
 * Each report at once over a log that lies in the database alone, first over one that was read ahead (as pandas has its log in memory), and
 * again under other settings; the native tools answer the question without its options.
 */
function reportTable({ seconds, ready, again, ahead }, native, pandas) {
  const aim = '≤ 5 s at 10M, ≤ 1 × pandas';
  const head = `| report (${aim}) | at once (s) | ready (s) | again (s) | DuckDB native (s) | at once | ready | pandas (s) | at once | ready |
|---|---|---|---|---|---|---|---|---|---|`;
  const rows = reports.map(({ name, like }) => {
    const [a, r, b, c] = [seconds[name], ready[name], native[like], pandas?.[like]];
    const ours = [a, r, again[name]].map(cell).join(' | ');
    return `| ${name} | ${ours} | ${cell(b)} | ${ratio(a, b)} | ${ratio(r, b)} | ${cell(c)} | ${ratio(a, c)} | ${ratio(r, c)} |`;
  });
  return [head, ...rows, `\nThe log is read ahead in ${cell(ahead)} s, behind the page.`].join('\n');
}

/** What the native engine's rows say, in the form in which a report's answer is compared. */
const nativeAnswers = {
  funnel: ([row]) => Object.values(row).map(Number),
  retention: (rows) => rows.map(({ users }) => Number(users)),
  transitions: (rows) => rows.map(({ n }) => Number(n)),
  sessions: ([row]) => [Number(row.sessions)],
  rfm: ([row]) => [Number(row.users), Number(row.total)],
};

function table(ours, native, pandas) {
  const aims = { import: '≤ 2.0 ×', features: '≤ 1.5 ×', sessions: '≤ 1.5 ×' };
  const head =
    '| | Behold (s) | DuckDB native, 1 thread (s) | ratio | aim | pandas (s) | ratio |\n|---|---|---|---|---|---|---|';
  const rows = Object.entries(aims).map(([name, aim]) => {
    const [a, b, c] = [ours[name], native[name], pandas?.[name]];
    return `| ${name} | ${cell(a)} | ${cell(b)} | ${ratio(a, b)} | ${aim} | ${cell(c)} | ${ratio(a, c)} |`;
  });
  return [head, ...rows].join('\n');
}

async function benchmark(browser, rows) {
  const file = await writeLog(join(folder, `log-${rows}.csv`), rows);
  const queries = { features, sessions };
  const browserRun = await runBrowser(browser, address, file, 'log', queries, runs);
  if (browserRun.report.rows !== rows) throw new Error(`${browserRun.report.rows} of ${rows} rows were imported`);
  const all = { ...queries, funnel, retention, transitions, rfm };
  const native = await runNative(file, 'log', browserRun.view, all, runs);
  for (const name of Object.keys(queries)) compare(name, browserRun.answers[name][0], native.answers[name][0]);
  for (const { name, like } of reports) {
    const theirs = nativeAnswers[like](native.answers[like]);
    if (String(theirs) !== String(browserRun.answers[name]))
      throw new Error(`${name}: ${browserRun.answers[name]} here, ${theirs} in native SQL`);
  }
  const pandas = runPandas(file);
  for (const { name, like } of pandas ? reports : []) {
    const theirs = [pandas.answers[like]].flat();
    if (String(theirs) !== String(browserRun.answers[name])) throw new Error(`${name}: ${theirs} in pandas`);
  }
  if (pandas) {
    const { users, days, items, purchases } = pandas.answers;
    compare('pandas', browserRun.answers.features[0], { users, days, items, purchases });
  }
  console.log(`\n### ${rows.toLocaleString('en')} events\n\n${table(browserRun.seconds, native.seconds, pandas)}`);
  console.log(`\n${reportTable(browserRun, native.seconds, pandas)}`);
  console.log(
    `\nFunnel: ${browserRun.answers.funnel.join(' → ')}. DuckDB ${native.version}, pandas ${pandas?.version ?? 'not found'}.`,
  );
  console.log(
    `Peak memory of the import beyond what was held before: Behold ${megabytes(browserRun.peak)}, native DuckDB ${megabytes(native.peak)}.`,
  );
  return {
    rows,
    behold: browserRun.seconds,
    ready: browserRun.ready,
    again: browserRun.again,
    native: native.seconds,
    pandas,
  };
}

const server = await staticServer({ dir: join(root, 'dist') });
await listen(server, port);
const browser = await launch();
try {
  console.log(
    `Node ${process.version}, Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model}, medians of ${runs}.`,
  );
  const { cold, warm } = await startUp(browser, address, runs);
  const script = firstScripts();
  console.log(
    `First JS ${(script / 1000).toFixed(0)} kB gzip (aim ≤ 200). Engine ready: cold ${cold.toFixed(0)} ms (aim ≤ 4,000), warm ${warm.toFixed(0)} ms (aim ≤ 1,500).`,
  );
  const results = [];
  for (const rows of values.rows.split(',').map(Number)) results.push(await benchmark(browser, rows));
  if (!existsSync(folder)) mkdirSync(folder);
  writeFileSync(join(folder, 'result.json'), JSON.stringify({ script, cold, warm, results }, null, 2));
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}

// The estimators, then the recommenders, beside Python's libraries, each in a process of their own.
const others = ['learning', 'recommend'].map((name) =>
  spawnSync(process.execPath, [join(root, `bench/${name}.mjs`), '--runs', values.runs], { stdio: 'inherit' }),
);
process.exitCode = others.every(({ status }) => status === 0) ? 0 : 1;
