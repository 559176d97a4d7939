import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { Workbench } from './workbench.ts';

const main = (page: Page) => page.locator('main');

/** Without a divisor in common with twelve: each item comes once. */
const STRIDES = [1, 5, 7, 11];

/** Sixty users in two groups, each with its own twelve items, taken in an order of their own. */
function shopLog(): string {
  const rows = ['user,time,event,item'];
  for (let user = 0; user < 60; user++) {
    for (let n = 0; n < 8; n++) {
      const item = 2 * ((user * 5 + n * STRIDES[user % 4]!) % 12) + (user % 2);
      const time = new Date(Date.UTC(2024, 0, 1) + ((n * 60 + user) * 3600 + user) * 1000);
      rows.push(`u${user},${time.toISOString().slice(0, 19).replace('T', ' ')},buy,item ${item}`);
    }
  }
  return rows.join('\n');
}

test('a log is recommended from: judged beside popularity, a table for everybody, one user with reasons', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const app = new Workbench(page);
  await app.open();
  await app.importText('shop.csv', shopLog());
  const { result } = await app.run('recommend', { algorithm: 'ease', params: { lambda: 5 }, k: 5, seed: 1 });
  expect(result).toMatchObject({ users: 60, items: 24, interactions: 480 });
  expect(result.metrics.ndcg).toBeGreaterThan(result.popularity.ndcg as number);
  const lists = await app.sql('SELECT count(*) AS n, count(DISTINCT "user") AS users FROM recommendations');
  expect(lists).toEqual([{ n: result.recommended.rows, users: 60 }]);
  // Whoever is offered an item is listed behind it.
  const [first] = result.lists;
  const audience = await page.evaluate(
    (mark) => behold.members('recommend', { algorithm: 'ease', params: { lambda: 5 }, k: 5, seed: 1 }, mark),
    `item:${first.item}`,
  );
  expect(audience).toContain(first.user);
  await app.goTo('models');
  await expect(page.getByRole('heading', { name: 'recommend' })).toBeVisible();

  // One user, on the page: the same model answers, with its reasons.
  const asked = { user: 'u7', algorithm: 'ease', params: { lambda: 5 }, n: 5, seed: 1 };
  await page.evaluate(
    (hash) => (location.hash = hash),
    `#/analyse/recommend-for?params=${encodeURIComponent(JSON.stringify(asked))}`,
  );
  await expect(main(page)).toContainText(/To user u7, item \d+ first: because of item \d+/, { timeout: 60_000 });
  const one = await app.run('recommend-for', asked);
  // User 7 belongs to the odd items.
  const numbers = one.result.items.map(({ item }: { item: string }) => Number(item.split(' ')[1]));
  expect(numbers[0] % 2).toBe(1);
  expect(one.result.items[0].reason).toMatch(/^because of item/);
});

test('items are named by what is typed of their title, by keyboard and in both fields', async ({ page }) => {
  const app = new Workbench(page);
  await app.open();
  const titles = [
    'item,title',
    ...Array.from({ length: 24 }, (_, n) => `item ${n},${n % 2 ? 'Odd' : 'Even'} cup ${n}`),
  ];
  await app.importText('shop.csv', shopLog());
  await app.importText('goods.csv', titles.join('\n'));
  await page.evaluate(() => (location.hash = '#/analyse/item-page'));
  const field = page.getByRole('combobox', { name: 'Item (key or title)' });
  await field.pressSequentially('cup odd 1');
  await expect(page.getByRole('listbox').getByRole('option').first()).toHaveText(/^Odd cup 1\d?\s*item 1\d?$/);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await field.press('ArrowDown');
  await expect(field).toHaveAttribute('aria-activedescendant', /option-0$/);
  // Escape closes the list and leaves what is typed; the next arrow opens it again.
  await field.press('Escape');
  await expect(page.getByRole('listbox')).toBeHidden();
  await expect(field).toHaveValue('cup odd 1');
  await field.fill('odd cup 17');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1);
  await field.press('ArrowDown');
  await field.press('Enter');
  await expect(field).toHaveValue('Odd cup 17');
  await expect(main(page)).toContainText('“Odd cup 17”', { timeout: 60_000 });
  await field.fill('gold');
  await expect(page.getByRole('listbox')).toHaveText('No name or key here contains “gold”.');

  await page.evaluate(() => (location.hash = '#/analyse/complete-basket'));
  const items = page.getByRole('combobox', { name: 'Items in the basket (key or title)' });
  await items.pressSequentially('even cup 22');
  await page.getByRole('option', { name: 'Even cup 22' }).click();
  await expect(page.getByRole('button', { name: 'Remove Even cup 22' })).toBeVisible();
  await expect(items).toHaveValue('');
});
