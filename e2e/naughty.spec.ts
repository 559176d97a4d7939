import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { naughty, quoted } from './naughty.ts';
import { Workbench } from './workbench.ts';

/** Each string is an event of its own, and a user's name, so that it stands on axes, in legends, steps and lists. */
const log = [
  'user,time,event',
  ...naughty.flatMap((text, at) =>
    [0, 1, 2].map((n) => `${quoted(text)},2024-03-0${n + 1} 10:${String(at).padStart(2, '0')}:00,${quoted(text)}`),
  ),
].join('\r\n');

const nothingRan = async (page: Page) => expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);

/** Passes over a chart, so that its tooltips show. */
async function hover(page: Page): Promise<void> {
  const canvas = page.locator('main canvas').first();
  await expect(canvas).toBeVisible();
  const box = (await canvas.boundingBox())!;
  for (const share of [0.2, 0.4, 0.6, 0.8]) {
    await page.mouse.move(box.x + box.width * share, box.y + box.height * 0.5);
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * share);
  }
}

let app: Workbench;

test.beforeEach(async ({ page }) => {
  app = new Workbench(page);
  await app.open();
  await app.importText('naughty.csv', log);
});

test('naughty strings pass through analyses and their charts', async ({ page }) => {
  const { result } = await app.run('overview');
  expect(result.byEvent.map(({ event }: { event: string }) => event).sort()).toEqual([...naughty].sort());
  const steps = ['NUL\0here', naughty[0]!];
  const funnel = await app.run('funnel', { steps });
  expect(funnel.result.steps.map(({ count }: { count: number }) => count)).toEqual([1, 0]);
  const params = encodeURIComponent(JSON.stringify({ steps: naughty.slice(0, 3) }));
  for (const hash of ['#/analyse/overview', `#/analyse/funnel?params=${params}`]) {
    await page.evaluate((hash) => (location.hash = hash), hash);
    await hover(page);
    await nothingRan(page);
  }
});

test('naughty strings pass through SQL and an export, and come back the same', async ({ page }) => {
  const found = await app.sql('SELECT DISTINCT "user" FROM naughty ORDER BY min(rowid) OVER (PARTITION BY "user")');
  expect(found.map(({ user }) => user)).toEqual(naughty);
  for (const text of naughty) {
    // SQL text ends at a NUL, which therefore stands as a function.
    const literal = `'${text.replaceAll("'", "''").replace('\0', "' || chr(0) || '")}'`;
    const [row] = await app.sql(`SELECT count(*)::DOUBLE AS n FROM naughty WHERE event = ${literal}`);
    expect(row, text).toEqual({ n: 3 });
  }
  await app.goTo('explore');
  await page.locator('.cm-content').fill('SELECT "user" AS "=1+1", "time" FROM naughty ORDER BY rowid');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('status').filter({ hasText: '45' })).toBeVisible();
  await page.getByRole('button', { name: 'CSV…' }).click();
  await page.getByRole('checkbox', { name: 'Defuse formulas' }).uncheck();
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Export CSV' }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  const [report] = await app.importText('again.csv', text);
  expect(report).toMatchObject({ rows: 45, rejectedCount: 0 });
  const again = await app.sql('SELECT "=1+1" AS u FROM again ORDER BY rowid');
  expect(again.map(({ u }) => u)).toEqual(naughty.flatMap((text) => [text, text, text]));
  await nothingRan(page);
});

test('an export for spreadsheets has no formula in it', async ({ page }) => {
  await app.goTo('explore');
  await page.locator('.cm-content').fill(`SELECT "user" FROM naughty WHERE "user" LIKE '=%' LIMIT 1`);
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('gridcell', { name: naughty[4]! })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text).toBe(`\ufeffuser\r\n'${naughty[4]}\r\n`);
});
