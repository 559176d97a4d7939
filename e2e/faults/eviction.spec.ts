import { fast } from './counts.ts';
import { readFacts } from './facts.ts';
import { furnish } from './furnish.ts';
import { expect, expectSaid, reload, test } from './harness.ts';

test('#9 the browser evicts everything', fast, async ({ app, page, cdp }) => {
  await furnish(app);
  const before = await readFacts(page);
  // The backup that a careful person has: it lies outside of the browser.
  const backup = await page.evaluate(async () => Array.from(new Uint8Array(await (await behold.save()).arrayBuffer())));
  const { origin } = new URL(app.address);
  await page.goto('about:blank');
  await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await app.open();
  expect(await page.evaluate(() => behold.tables())).toEqual([]);
  // Nothing tells an eviction from a first visit, so the first-run screen says how to come back.
  await expect(page.locator('main')).toContainText(/project file|\.behold/i);
  await page.evaluate((bytes) => behold.open(new Blob([new Uint8Array(bytes)])), backup);
  expect({ ...(await readFacts(page)), name: before.name }).toEqual(before);
  await reload(app);
  expect({ ...(await readFacts(page)), name: before.name }).toEqual(before);
});

test('#10 the browser promises nothing', fast, async ({ app, page }) => {
  await app.importText('log.csv', 'user,time\nann,2024-01-01\n');
  await page.evaluate(() => behold.saved());
  expect(await page.evaluate(() => navigator.storage.persisted())).toBe(false);
  await app.goTo('privacy');
  await expect(page.locator('main')).toContainText(/may (be )?(delete|remove|evict|clear)|not promise|no promise/i);
  await expect(page.locator('body')).toContainText(/project file|backup/i);
  await expectSaid(page, /project file|backup|keep/i);
});
