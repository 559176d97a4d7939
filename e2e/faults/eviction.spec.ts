import { fast } from './counts.ts';
import { readFacts } from './facts.ts';
import { furnish } from './furnish.ts';
import { expect, expectSaid, reload, said, test } from './harness.ts';

test('#9 the browser evicts everything', fast, async ({ app, page, cdp }) => {
  await furnish(app);
  const before = await readFacts(page);
  // The backup that a careful person has: it lies outside of the browser.
  const backup = await page.evaluate(async () => Array.from(new Uint8Array(await (await behold.save()).arrayBuffer())));
  const { origin } = new URL(app.address);
  await page.goto('about:blank');
  // What the browser takes when the disk gets full: all that it counts, which local storage is not.
  const storageTypes = 'file_systems,indexeddb,cache_storage,service_workers,websql';
  await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes });
  await app.open();
  expect(await page.evaluate(() => behold.tables())).toEqual([]);
  await expectSaid(page, /1 project was kept here, and the browser has removed it/);
  await expectSaid(page, /project file/);
  await page.evaluate((bytes) => behold.open(new Blob([new Uint8Array(bytes)])), backup);
  expect({ ...(await readFacts(page)), name: before.name }).toEqual(before);
  await reload(app);
  expect({ ...(await readFacts(page)), name: before.name }).toEqual(before);
});

test('#10 the browser promises nothing', async ({ app, page }) => {
  await app.importText('log.csv', 'user,time\nann,2024-01-01\n');
  await page.evaluate(() => behold.saved());
  expect(await page.evaluate(() => navigator.storage.persisted())).toBe(false);
  await expectSaid(page, /not promised to keep this project.*project file is safe/);
  await app.goTo('privacy');
  await expect(page.locator('main')).toContainText(/has not promised/i);
  // Whoever has saved a file is not told again.
  await page.getByRole('status', { name: 'State of the project' }).getByRole('button', { name: /^Save/ }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  expect((await saving).suggestedFilename()).toMatch(/\.behold$/);
  await expect(said(page, /not promised to keep/)).toHaveCount(0);
});
