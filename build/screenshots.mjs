// `node build/screenshots.mjs`: a picture of each report over the shop sample, for docs/reports.md.
import './node-version.mjs';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const { buildIfChanged, install, root } = await import('./setup.mjs');
install();
buildIfChanged();
const { chromiumFlags, chromiumPath, ensureChromium } = await import('./chromium.mjs');
await ensureChromium();
const { chromium } = await import('@playwright/test');
const { listen, staticServer } = await import('./serve.mjs');

const port = Number(process.env.PORT ?? 4191);
const folder = join(root, 'docs', 'reports');
mkdirSync(folder, { recursive: true });

/** What shows a report best, where its defaults do not. */
const steps = ['catalog', 'add_to_cart', 'purchase'];
const params = { funnel: { steps }, drivers: { goal: 'purchase' }, attribution: { conversion: 'purchase' } };

const server = await staticServer({ dir: join(root, 'dist') });
await listen(server, port);
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags });
try {
  // The first load is not to be replaced by one from the service worker.
  const page = await browser.newPage({
    viewport: { width: 1200, height: 820 },
    deviceScaleFactor: 0.8,
    serviceWorkers: 'block',
  });
  await page.goto(`http://localhost:${port}/#/analyse/overview?sample=shop`);
  await page.locator('canvas').first().waitFor({ timeout: 120_000 });
  const analyses = await page.evaluate(() => globalThis.behold.analyses());
  for (const { id, missing } of analyses) {
    if (missing?.length) continue;
    const query = params[id] ? `?params=${encodeURIComponent(JSON.stringify(params[id]))}` : '';
    await page.goto(`http://localhost:${port}/#/analyse/${id}${query}`);
    const run = page.locator('.panel .actions.run .primary');
    await run.click();
    await page.locator('canvas, .grid').first().waitFor({ timeout: 120_000 });
    await page.waitForTimeout(1200);
    await page.screenshot({ path: join(folder, `${id}.jpg`), type: 'jpeg', quality: 72 });
    console.log(id);
  }
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
