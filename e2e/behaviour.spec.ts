import { expect, test, type Page } from '@playwright/test';
import { Workbench } from './workbench.ts';

/** What the funnel of the sample asks: 210 of 600 users, of whom 328 ever buy. Independently counted: golden/behaviour.json. */
const shop = '#/analyse/funnel?sample=shop';
const steps = { steps: ['catalog', 'add_to_cart', 'purchase'], window: '7d' };

const main = (page: Page) => page.locator('main');
const filters = (page: Page) => page.getByRole('region', { name: 'What these answers stand on' });

async function openFunnel(page: Page): Promise<void> {
  await new Workbench(page).open(`${shop}&params=${encodeURIComponent(JSON.stringify(steps))}`);
  await expect(main(page)).toContainText('210 of 600', { timeout: 60_000 });
}

async function buildBuyers(page: Page): Promise<void> {
  await filters(page)
    .getByRole('button', { name: /^Users/ })
    .click();
  await page.getByRole('button', { name: 'New cohort…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New cohort' });
  const event = dialog.getByRole('combobox', { name: 'Condition 1: event: events' });
  await event.fill('purchase');
  await event.press('Enter');
  await expect(dialog.getByText('328 of 600 users')).toBeVisible();
  await dialog.getByLabel('Name').fill('Buyers');
  await dialog.getByRole('button', { name: 'Save and use' }).click();
}

test('a cohort is built, filters the answer, and is compared with everyone else', async ({ page }) => {
  await openFunnel(page);
  await buildBuyers(page);
  await expect(main(page)).toContainText('210 of 328');
  await expect(main(page)).toContainText('Among 328 of 600 users: cohort “Buyers”');
  await page.getByLabel('Compare with').selectOption('everyone else');
  await expect(main(page)).toContainText('0 of 272');
  // 210/328 − 0/272 = 64.0 %.
  await expect(main(page)).toContainText('A − B = +64.0 percentage points');
  await page.getByRole('tab', { name: 'Table' }).click();
  await expect(
    main(page)
      .getByRole('columnheader', { name: /· A − B$/ })
      .first(),
  ).toBeVisible();
  // The address leads back to the same two populations, and what filters can be taken back.
  expect(page.url()).toContain('against=');
  await page.reload();
  await expect(filters(page)).toContainText('328 of 600 users', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Clear all filters' }).click();
  await expect(main(page)).toContainText('210 of 600');
});

test('a pasted list of users filters the answer', async ({ page }) => {
  await openFunnel(page);
  await filters(page)
    .getByRole('button', { name: /^Users/ })
    .click();
  await page.getByRole('button', { name: 'New cohort…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New cohort' });
  await dialog.getByRole('combobox', { name: 'Condition 1: kind' }).selectOption('is on a list');
  const [user] = await page.evaluate(() => behold.sql('SELECT min("user") AS "user" FROM canonical.events'));
  await dialog.getByRole('textbox', { name: 'User identifiers, one a line' }).fill(`${String(user!.user)}\nnobody\n`);
  await expect(dialog.getByText('1 of 600 users')).toBeVisible();
  await dialog.getByRole('button', { name: 'Use without saving' }).click();
  await expect(main(page)).toContainText('of 1;');
});

test('a step of the funnel is moved and filtered by keys alone', async ({ page }) => {
  await openFunnel(page);
  const list = page.getByRole('list', { name: 'Steps' });
  await list.getByRole('button', { name: /^add_to_cart: Move/ }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(list.getByRole('button', { name: /^add_to_cart: Move/ })).toContainText('1');
  await page.keyboard.press('ArrowDown');
  await expect(main(page)).toContainText('210 of 600');
  await list.getByRole('button', { name: 'catalog', exact: true }).focus();
  await page.keyboard.press('Enter');
  const step = list.getByRole('group', { name: 'Step 1', exact: true });
  await step.getByRole('button', { name: 'Add a filter' }).press('Enter');
  await step.getByRole('combobox', { name: 'Filter 1: property' }).selectOption('session');
  await step.getByRole('combobox', { name: 'Filter 1: comparison' }).selectOption('is unknown');
  await expect(main(page)).not.toContainText('210 of 600');
  await step.getByRole('button', { name: 'Remove the filter on session' }).press('Enter');
  await expect(main(page)).toContainText('210 of 600');
});

test('the dashboard’s charts filter each other, and become filters everywhere', async ({ page }) => {
  await new Workbench(page).open('#/analyse/dashboard?sample=shop');
  await expect(main(page)).toContainText('of 31,106 events', { timeout: 60_000 });
  const purchase = main(page).getByRole('button', { name: /^purchase/ });
  await purchase.press('Enter');
  // The log has 470 purchases.
  await expect(main(page)).toContainText('470 of 31,106 events');
  await page.keyboard.press('Escape');
  await expect(main(page)).not.toContainText('470 of 31,106');
  await purchase.press('Enter');
  await page.getByRole('button', { name: 'Use as filters everywhere' }).click();
  await expect(filters(page)).toContainText('470 of 31,106 events');
});
