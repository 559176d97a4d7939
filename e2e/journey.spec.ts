import { expect, test } from '@playwright/test';
import { Workbench } from './workbench.ts';

const csv =
  'user,time,event\nann,2024-01-01 10:00:00,view\nbob,2024-01-01 11:00:00,view\nann,2024-01-02 10:00:00,buy\n';

let app: Workbench;

test.beforeEach(async ({ page }) => {
  app = new Workbench(page);
});

test('a sample opens and runs in one click, and a figure leads to its users', async ({ page }) => {
  await app.open();
  await page.getByRole('button', { name: /Shop clickstream/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/funnel/i);
  await expect(page.locator('main')).toContainText('210');
  await page.getByRole('tab', { name: /table/i }).click();
  await page.getByRole('gridcell', { name: '210', exact: true }).first().click();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tabpanel')).toContainText(/210 users/);
  await page.getByRole('tab', { name: /SQL/ }).click();
  await expect(page.locator('main')).toContainText(/select/i);
});

test('every sample opens and answers', async ({ page }) => {
  for (const [name, answer] of Object.entries({
    'Shop clickstream': /210/,
    'Retail orders': /2,189 users/,
    'CDNOW purchases': /2,357|AUC/,
    'Telephone customers': /Month-to-month/,
  })) {
    await app.open('#/');
    await page.getByRole('button', { name }).click();
    await expect(page.locator('main'), name).toContainText(answer, { timeout: 60_000 });
    await expect(page.getByRole('alert'), name).toHaveCount(0);
    // Each sample starts in a page of its own.
    await page.goto('about:blank');
  }
});

test('a deep link opens its sample and runs', async ({ page }) => {
  const params = { steps: ['catalog', 'add_to_cart', 'purchase'], order: 'unordered', window: '7d' };
  await app.open(`#/analyse/funnel?sample=shop&params=${encodeURIComponent(JSON.stringify(params))}`);
  await expect(page.locator('main')).toContainText('285');
});

test('by keyboard alone: palette, sample, pages, help', async ({ page }) => {
  await app.open();
  await expect(page.getByRole('button', { name: /Shop clickstream/ })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('shop');
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toContainText('210');
  for (const [key, heading] of Object.entries({ d: /data/i, e: /explore/i, m: /models/i, p: /privacy/i })) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  }
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a file dropped anywhere in the window is imported, and so is pasted text', async ({ page }) => {
  await app.open();
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'dropped.csv', { type: 'text/csv' }));
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
  }, csv);
  await expect
    .poll(() => page.evaluate(async () => (await behold.tables()).map(({ name }) => name)))
    .toEqual(['dropped']);

  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, csv);
  await expect.poll(() => page.evaluate(async () => (await behold.tables()).length)).toBe(2);
  expect(await page.evaluate(async () => (await behold.tables()).map(({ rows }) => rows))).toEqual([3, 3]);
});

test('the Privacy page erases everything when told to', async ({ page }) => {
  await app.open();
  await app.importText('log.csv', csv);
  await app.goTo('privacy');
  await expect(page.locator('main')).toContainText('log');
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Erase everything' }).click();
  await expect.poll(() => page.evaluate(async () => (await behold.tables()).length)).toBe(0);
});
