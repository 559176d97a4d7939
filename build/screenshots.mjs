// `node build/screenshots.mjs`: a picture of each report over the shop sample, for docs/reports.md; where the real data of ../shared is
// there, of what recommends too, for docs/recommend.md.
import './node-version.mjs';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const { buildIfChanged, install, root } = await import('./setup.mjs');
install();
buildIfChanged();
const { chromiumFlags, chromiumPath, ensureChromium } = await import('./chromium.mjs');
await ensureChromium();
const { chromium } = await import('@playwright/test');
const { listen, staticServer } = await import('./serve.mjs');

const port = Number(process.env.PORT ?? 4191);
const address = `http://localhost:${port}/`;
const data = join(root, '..', 'shared', 'data');

/** What shows a report best, where its defaults do not. */
const steps = ['catalog', 'add_to_cart', 'purchase'];
const params = { funnel: { steps }, drivers: { goal: 'purchase' }, attribution: { conversion: 'purchase' } };

/** Groceries are bought again, and of 18,000 products most by one household. */
const groceries = { minPerItem: 5, seen: 'allow' };
const compared = { ...groceries, compare: ['item-knn', 'als'] };

/** Real data, and what is asked of it; `part`: the heading that is shown, of several. */
const real = [
  {
    name: 'retail',
    files: ['uci_online_retail/online_retail.csv.gz'],
    shown: [
      { id: 'baskets', name: 'baskets-rules' },
      { id: 'baskets', name: 'baskets-network', part: 'Network' },
      { id: 'baskets', name: 'baskets-bundles', part: 'Bundles' },
      { id: 'complete-basket', params: { items: ['REGENCY TEA PLATE PINK', 'REGENCY CAKESTAND 3 TIER'] } },
      { id: 'item-page', params: { item: 'JUMBO BAG RED RETROSPOT' } },
      { id: 'item-map' },
      { id: 'lookalikes' },
    ],
  },
  {
    name: 'groceries',
    files: ['transactions_sample', 'products', 'demographics'].map((name) => `completejourney/${name}.csv.gz`),
    titles: 'product_type',
    shown: [
      { id: 'recommend', params: compared },
      { id: 'recommend', name: 'recommend-lists', params: compared, part: 'What some users are offered, and why' },
      { id: 'recommend-for', params: { ...groceries, user: '718' } },
    ],
  },
];

/** The first load is not to be replaced by one from the service worker. */
const openPage = (browser) =>
  browser.newPage({ viewport: { width: 1200, height: 820 }, deviceScaleFactor: 0.8, serviceWorkers: 'block' });

async function picture(page, folder, { id, name = id, params, part }) {
  const query = params ? `?params=${encodeURIComponent(JSON.stringify(params))}` : '';
  await page.goto(`${address}#/analyse/${id}${query}`);
  await page.locator('.panel .actions.run .primary').click();
  await page.waitForTimeout(600);
  await page.locator('[role=progressbar]').waitFor({ state: 'detached', timeout: 240_000 });
  await page.locator('canvas, .grid').first().waitFor({ timeout: 120_000 });
  await page.waitForTimeout(1200);
  if (part) await page.getByRole('heading', { name: part, exact: true }).evaluate((node) => node.scrollIntoView());
  if (part) await page.waitForTimeout(800);
  await page.screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 72 });
  console.log(name);
}

async function reports(browser) {
  const folder = join(root, 'docs', 'reports');
  mkdirSync(folder, { recursive: true });
  const page = await openPage(browser);
  await page.goto(`${address}#/analyse/overview?sample=shop`);
  await page.locator('canvas').first().waitFor({ timeout: 120_000 });
  const analyses = await page.evaluate(() => globalThis.behold.analyses());
  // What recommends is shown over real data.
  const own = new Set(real.flatMap(({ shown }) => shown.map(({ id }) => id)));
  for (const { id, missing } of analyses) {
    if (!missing?.length && !own.has(id)) await picture(page, folder, { id, params: params[id] });
  }
}

async function overRealData(browser, { name, files, titles, shown }) {
  const paths = files.map((file) => join(data, file));
  if (!paths.every(existsSync)) return console.log(`${name}: left out, its files are not there`);
  const folder = join(root, 'docs', 'recommend');
  mkdirSync(folder, { recursive: true });
  const page = await openPage(browser);
  await page.goto(address);
  await page.waitForFunction(() => 'behold' in globalThis);
  await page.evaluate(() => globalThis.behold.ready);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open file' }).click();
  await (await chooser).setFiles(paths);
  // An import ends on the page of the data.
  await page.waitForURL(/#\/data/, { timeout: 120_000 });
  await page.locator('.grid').first().waitFor();
  if (titles) await page.getByLabel('Title', { exact: true }).selectOption({ label: titles });
  // A change of the mapping makes what was computed before it stale.
  if (titles) await page.waitForTimeout(2000);
  for (const each of shown) await picture(page, folder, each);
}

const only = process.argv[2];
const server = await staticServer({ dir: join(root, 'dist') });
await listen(server, port);
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags });
try {
  if (only !== 'recommend') await reports(browser);
  for (const each of real) await overRealData(browser, each);
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
