// `npm test`: everything that must hold, in one go. A stage that fails does not stop the later ones; the last line counts.
//   npm test -- --only=types,units      some stages (types, lint, format, units, build, e2e)
import './node-version.mjs';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const { build, buildIfChanged, install, root, runTool } = await import('./setup.mjs');

/** All tests in one zone of the machine; in another those whose subject tells the time. */
const units = [
  { zone: 'America/Los_Angeles', folders: [] },
  {
    zone: 'Asia/Shanghai',
    folders: ['core', 'sql', 'data', 'features', 'operations', 'analyses', 'state'].map((name) => `src/${name}/`),
  },
];
const reports = join(root, 'test-results');
const totals = { passed: 0, failed: 0, skipped: 0 };
const lines = [];

function count(name, { passed, failed, skipped = 0 }, seconds) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
  lines.push(`${failed ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds} s)`);
}

async function stage(name, work) {
  console.log(`\n── ${name} ──`);
  const start = Date.now();
  let outcome;
  try {
    outcome = await work();
  } catch (error) {
    console.error(error.message);
    outcome = { passed: 0, failed: 1 };
  }
  count(name, outcome, Math.round((Date.now() - start) / 1000));
}

const check = (tool, args) => () => (runTool(tool, args) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** Runs a test runner that leaves a JSON report; without one, or with a failure outside any test, one failure is counted. */
function runner(tool, args, env, file, read) {
  const report = join(reports, file);
  rmSync(report, { force: true });
  const status = runTool(tool, args(report), { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const counts = read(JSON.parse(readFileSync(report, 'utf8')));
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

const runUnits =
  ({ zone, folders }) =>
  () =>
    runner(
      'vitest',
      // On a loaded machine a test may run out of its time once; a fault fails twice.
      (report) => [
        'run',
        ...folders,
        '--retry=1',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      { TZ: zone },
      `units-${zone.replace('/', '-')}.json`,
      (json) => ({
        passed: json.numPassedTests,
        failed: json.numFailedTests,
        skipped: json.numPendingTests + json.numTodoTests,
      }),
    );

async function endToEnd() {
  // Never against an older build than the sources.
  buildIfChanged();
  const { ensureChromium } = await import('./chromium.mjs');
  await ensureChromium();
  return runner(
    'playwright',
    () => ['test', '--reporter=list,json'],
    {},
    'e2e.json',
    ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }),
  );
}

/** The steps by the stage that `--only` names. */
const stages = [
  ['types', 'types of the page, tests and build', check('tsc', ['--noEmit', '-p', 'tsconfig.json'])],
  ['types', 'types of the workers', check('tsc', ['--noEmit', '-p', 'workers/tsconfig.json'])],
  ['types', 'types of the components', check('svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings'])],
  ['lint', 'lint', check('eslint', ['.', '--max-warnings', '0'])],
  ['format', 'format', check('prettier', ['--check', '--log-level', 'warn', '.'])],
  ...units.map((part) => ['units', `units, TZ=${part.zone}`, runUnits(part)]),
  ['build', 'build', () => (build() ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })],
  ['e2e', 'end to end in Chromium', endToEnd],
];

const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');

try {
  install();
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

mkdirSync(reports, { recursive: true });
for (const [group, name, work] of stages) if (!only || only.includes(group)) await stage(name, work);

console.log(`\n${lines.join('\n')}`);
if (totals.skipped) console.log(`${totals.skipped} skipped: the lines above say what each of them needs.`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
