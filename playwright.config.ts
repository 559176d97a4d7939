import { defineConfig } from '@playwright/test';
import { chromiumFlags, chromiumPath } from './build/chromium.mjs';

const port = Number(process.env.E2E_PORT ?? 4173);
const dir = process.env.E2E_DIST ?? 'dist';
const executablePath = chromiumPath();
const allFaults = process.env.FAULTS === 'full';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  // One worker: the machine's cores belong to the page's own workers, and the offline test stops servers.
  workers: 1,
  fullyParallel: false,
  // A browser on a loaded machine may stumble once; a fault stumbles twice. The report says which were flaky.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  projects: [
    { name: 'app', testIgnore: '**/faults/**' },
    // `npm run test:faults` runs all of them, and no fault is tried twice before it counts.
    { name: 'faults', testMatch: '**/faults/*.spec.ts', ...(allFaults ? { retries: 0 } : { grep: /@fast/ }) },
  ],
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    launchOptions: { args: chromiumFlags, ...(executablePath && { executablePath }) },
  },
  webServer: {
    command: `node build/serve.mjs --port ${port} --dir ${dir}`,
    port,
    reuseExistingServer: false,
  },
});
