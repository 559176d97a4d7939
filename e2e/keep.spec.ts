import { expect, test, type Page } from '@playwright/test';
import { Workbench } from './workbench.ts';

const csv = [
  'user,time,event',
  'ann,2024-01-01 10:00:00,view',
  'ann,2024-01-01 10:05:00,buy',
  'bob,2024-01-01 11:00:00,view',
  'cy,2024-01-02 09:00:00,view',
  'cy,2024-01-02 09:30:00,buy',
  '',
].join('\n');
/** Counted by hand: ann, bob and cy viewed; ann and cy bought. */
const steps = { steps: ['view', 'buy'] };

let app: Workbench;

test.beforeEach(async ({ page }) => {
  app = new Workbench(page);
});

const funnel = (page: Page, params: object) =>
  page.evaluate(
    (text) => (location.hash = `#/analyse/funnel?params=${encodeURIComponent(text)}`),
    JSON.stringify(params),
  );

/** Opens the log's funnel and waits for its answer. */
async function openFunnel(page: Page): Promise<void> {
  await app.open();
  await app.importText('log.csv', csv);
  await funnel(page, steps);
  await expect(page.locator('.sentence')).toContainText('2 of 3');
}

async function saveRun(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const field = page.getByRole('dialog').getByRole('textbox');
  await expect(field).toHaveValue('Funnel: view → buy');
  await field.fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`as “${name}”`)).toBeVisible();
}

async function saveCohort(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name: /People/ }).click();
  await page.getByRole('tabpanel').getByRole('combobox').selectOption('reached:2');
  await page.getByRole('button', { name: 'Save as cohort' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Kept as “${name}”`)).toBeVisible();
}

/** By the keyboard: the new block has the focus. */
async function addText(page: Page, text: string): Promise<void> {
  const blocks = page.getByRole('textbox', { name: /^Text/ });
  const before = await blocks.count();
  await page.getByRole('button', { name: 'Add text' }).press('Enter');
  await expect(blocks).toHaveCount(before + 1);
  await expect(blocks.last()).toBeFocused();
  await page.keyboard.type(text);
  // What is typed reaches the project a moment after the last key.
  await expect
    .poll(() => page.evaluate(async () => JSON.stringify((await behold.part('report')).blocks)))
    .toContain(JSON.stringify(text));
}

const reload = async (page: Page) => {
  await page.evaluate(() => behold.saved());
  await page.reload();
  await app.ready();
};

test('a run, a cohort, notes and a report are there after a reload, and the result is the same to the bit', async ({
  page,
}) => {
  await openFunnel(page);
  const before = await app.run('funnel', steps);
  await saveRun(page, 'Viewers who buy');
  await expect(page.getByText('Same result as saved on')).toBeVisible();
  await saveCohort(page, 'Buyers');

  await app.goTo('project');
  await page.getByRole('textbox', { name: 'Notes' }).pressSequentially('Ask Ann. And the last key!');
  // Away at once: the last keys are kept all the same.
  await page.getByRole('link', { name: 'Start a report' }).click();
  await page.getByRole('textbox', { name: 'Title of the report' }).fill('What we know');
  await addText(page, 'Most buy.');
  await page.getByRole('combobox', { name: 'Add a saved run…' }).selectOption('Viewers who buy');
  await expect(page.getByRole('heading', { name: 'Viewers who buy' })).toBeVisible();
  await expect(page.locator('main canvas').first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Report' })).toBeVisible();

  await reload(page);
  const after = await app.run('funnel', steps);
  expect(after.result).toEqual(before.result);
  await expect(page.getByRole('textbox', { name: 'Title of the report' })).toHaveValue('What we know');
  await expect(page.getByRole('textbox', { name: /^Text/ })).toHaveValue('Most buy.');
  await expect(page.locator('main')).toContainText('2 of 3');
  await expect(page.locator('main canvas').first()).toBeVisible();
  await expect(page.getByText('Same result as saved on')).toBeVisible();

  await app.goTo('project');
  await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue('Ask Ann. And the last key!');
  await expect(page.getByRole('heading', { name: 'Buyers' })).toBeVisible();
  await page.getByRole('button', { name: 'Show users' }).click();
  await expect(page.getByRole('gridcell')).toHaveText(['ann', 'cy']);
  await page.getByRole('link', { name: 'Viewers who buy' }).click();
  await expect(page.getByText('Same result as saved on')).toBeVisible();
});

test('on other data the page says so, and a cohort is counted anew', async ({ page }) => {
  await openFunnel(page);
  await saveRun(page, 'Before');
  await saveCohort(page, 'Buyers');
  await app.sql(`INSERT INTO log SELECT 'dan', t::TIMESTAMP, e FROM (VALUES
    ('2024-01-03 09:00:00', 'view'), ('2024-01-03 09:01:00', 'buy')) AS new(t, e)`);
  await expect(page.locator('.sentence')).toContainText('3 of 4');
  await expect(page.getByText('the data have changed since')).toBeVisible();
  await app.goTo('project');
  await expect(page.getByText('2 users on')).toBeVisible();
  await expect(page.getByText('now 3 users')).toBeVisible();
});

test('a result that differs on the same data is a warning', async ({ page }) => {
  await openFunnel(page);
  await saveRun(page, 'Sound');
  await page.evaluate(async () => {
    const runs = await behold.part('runs');
    await behold.setPart(
      'runs',
      runs.map((run) => ({ ...run, digest: '0'.repeat(64) })),
    );
  });
  await expect(page.getByText('though the data are the same')).toBeVisible();
});

test('every change is in the history, and can be taken back and done again', async ({ page }) => {
  await openFunnel(page);
  await saveRun(page, 'First name');
  await app.goTo('project');
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Second name');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Second name' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove Second name' }).click();
  await expect(page.getByRole('link', { name: 'Second name' })).toHaveCount(0);
  const history = page.getByRole('complementary', { name: 'History' });
  const undo = history.getByRole('button', { name: 'Undo' });
  await undo.click();
  await expect(page.getByRole('link', { name: 'Second name' })).toBeVisible();
  await expect(history.getByText('undone')).toHaveCount(1);
  await undo.click();
  await expect(page.getByRole('link', { name: 'First name' })).toBeVisible();
  await history.getByRole('button', { name: 'Redo' }).click();
  await expect(page.getByRole('link', { name: 'Second name' })).toBeVisible();
  await history.getByRole('listitem').last().getByRole('button', { name: 'Go back to here' }).click();
  await expect(page.getByRole('link', { name: 'Second name' })).toHaveCount(0);
  await expect.poll(() => page.evaluate(async () => (await behold.history()).done)).toBe(0);
  await reload(page);
  await history.getByRole('button', { name: 'Do again up to here' }).nth(1).click();
  await expect(page.getByRole('link', { name: 'Second name' })).toBeVisible();
});

test('blocks are moved and taken away by the keyboard alone', async ({ page }) => {
  await app.open('#/report');
  const texts = () =>
    page.evaluate(async () => (await behold.part('report')).blocks.map((block) => 'text' in block && block.text));
  for (const text of ['one', 'two', 'three']) {
    await addText(page, text);
  }
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(texts).toEqual(['one', 'three', 'two']);
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(texts).toEqual(['three', 'one', 'two']);
  await expect(page.getByRole('textbox', { name: 'Text, block 1' })).toBeFocused();
  await page.getByRole('button', { name: 'Move block 1 down' }).press('Enter');
  await expect.poll(texts).toEqual(['one', 'three', 'two']);
  await expect(page.getByRole('button', { name: 'Move block 2 down' })).toBeFocused();
  await page.getByRole('button', { name: 'Remove block 2' }).press('Enter');
  await expect.poll(texts).toEqual(['one', 'two']);
});

test('the report is printed on A4, without the frame of the app, with nothing cut', async ({ page }) => {
  await openFunnel(page);
  await saveRun(page, 'Viewers who buy');
  await app.goTo('project');
  await page.getByRole('button', { name: 'Add to report' }).click();
  await addText(page, 'One paragraph.\n\nAnother.');
  await expect(page.locator('main canvas').first()).toBeVisible();
  await expect(page.getByText('Same result as saved on')).toBeVisible();

  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf).toMatch(/\/MediaBox\s*\[0 0 59[45]\S* 84[12]\S*\]/);

  await page.emulateMedia({ media: 'print' });
  for (const part of ['banner', 'navigation', 'textbox', 'button'] as const) {
    await expect(page.getByRole(part), part).toHaveCount(0);
  }
  await expect(page.getByText('One paragraph.')).toBeVisible();
  // As wide as A4 between its margins.
  await page.setViewportSize({ width: 673, height: 1000 });
  const widths = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    ...Array.from(document.querySelectorAll('main canvas, main table'), (part) => part.getBoundingClientRect().right),
  ]);
  expect(Math.max(...widths)).toBeLessThanOrEqual(673);
  // Long reports go over as many pages as they need.
  expect(await page.evaluate(() => getComputedStyle(document.querySelector('main')!).overflowY)).toBe('visible');
});

test('in a second tab everything can be read and nothing changed, and the page says why', async ({ page, context }) => {
  await openFunnel(page);
  await saveRun(page, 'Viewers who buy');
  await page.evaluate(() => behold.setPart('notes', 'Written in the first tab.'));
  await page.evaluate(() => behold.saved());
  const second = await context.newPage();
  const reader = new Workbench(second);
  await reader.open('#/project');
  await expect(second.getByText('Another tab writes this project')).toBeVisible();
  await expect(second.getByText('Written in the first tab.', { exact: true })).toBeVisible();
  await expect(second.getByRole('textbox', { name: 'Notes' })).toHaveCount(0);
  await expect(second.getByRole('button', { name: 'Add to report' })).toBeDisabled();
  await second.getByRole('link', { name: 'Viewers who buy' }).click();
  await expect(second.getByText('Same result as saved on')).toBeVisible();
  await expect(second.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
});
