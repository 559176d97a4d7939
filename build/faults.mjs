// `npm run test:faults`: every fault of e2e/faults in Chromium, as often as the figures need. Hours on two cores; arguments go
// to Playwright, and variables set how much is tried (e2e/faults/counts.ts):
//   FAULTS_KILLS=20 npm run test:faults -- kills
import './node-version.mjs';

const { buildIfChanged, install, runTool } = await import('./setup.mjs');

try {
  install();
  // Another build may be named, for the tests of two versions.
  if (!process.env.E2E_DIST) buildIfChanged();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const { ensureChromium } = await import('./chromium.mjs');
await ensureChromium();
process.exitCode = runTool('playwright', ['test', '--project=faults', '--reporter=list', ...process.argv.slice(2)], {
  FAULTS: 'full',
});
