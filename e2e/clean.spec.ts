import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { Workbench } from './workbench.ts';

/** Seven rows: the third is the second again, and the fifth the fourth; two events have blanks around them. */
const log = `user,time,event,amount
ann,2024-01-01 10:00:00,view,1
ann,2024-01-01 10:05:00," buy ",12.5
ann,2024-01-01 10:05:00," buy ",12.5
bob,2024-01-02 09:00:00,view,2
bob,2024-01-02 09:00:00,view,2
cleo,2024-01-03 23:30:00,view ,3
cleo,2024-01-04 00:10:00,buy,7.25
`;

let app: Workbench;

test.beforeEach(async ({ page }) => {
  app = new Workbench(page);
  await app.open();
  await app.importText('log.csv', log);
  await app.goTo('data');
  await page.getByRole('tab', { name: /clean|清洗/i }).click();
});

async function addStep(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Add step' }).click();
  await page.getByRole('dialog').getByRole('button', { name: title }).click();
}

const rows = (table = 'log') => app.sql(`SELECT event FROM ${table}`).then((found) => found.map(({ event }) => event));
const steps = (page: Page) => page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
const apply = (page: Page) => page.getByRole('button', { name: 'Apply', exact: true }).click();

test('a person removes duplicates and trims, sees what each step does, and takes one back', async ({ page }) => {
  await addStep(page, 'Remove duplicates');
  await expect(steps(page).first()).toContainText('7 → 5 rows');
  await expect(steps(page).first()).toContainText('2 rows touched');
  await expect(page.getByRole('row', { name: /Total value/ })).toContainText('25.75');
  await expect(page.getByRole('region', { name: /touches/ }).getByText('dropped')).toHaveCount(2);
  expect(await rows()).toHaveLength(7);

  await addStep(page, 'Trim');
  await expect(steps(page).nth(1)).toContainText('5 → 5 rows');
  await expect(steps(page).nth(1)).toContainText('2 rows touched');
  await apply(page);
  await expect(page.getByRole('status').filter({ hasText: 'Applied' })).toBeVisible();
  expect(await rows()).toEqual(['view', 'buy', 'view', 'view', 'buy']);
  expect(await rows('raw.log')).toHaveLength(7);
  await expect(page.locator('header')).toContainText('5 events');

  await page.getByRole('button', { name: 'Show as imported' }).click();
  await expect(page.getByRole('grid', { name: 'log as imported' })).toHaveAttribute('aria-rowcount', '8');

  await page.getByRole('button', { name: 'Remove step 1' }).click();
  await apply(page);
  await expect.poll(rows).toHaveLength(7);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(steps(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.getByRole('button', { name: 'Remove step 1' }).click();
  await apply(page);
  await expect.poll(rows).toEqual(['view', ' buy ', ' buy ', 'view', 'view', 'view ', 'buy']);
});

test('a script does the same, and hears what does not fit', async ({ page }) => {
  const report = await page.evaluate(() =>
    behold.setRecipe('log', [{ operation: 'deduplicate' }, { operation: 'trim', params: { columns: ['event'] } }]),
  );
  expect(report.map(({ touched, before, after }) => [touched, before.rows, after.rows])).toEqual([
    [2, 7, 5],
    [2, 5, 5],
  ]);
  await expect(steps(page)).toHaveCount(2);
  expect((await page.evaluate(() => behold.operations())).map(({ id }) => id)).toContain('deduplicate');
  const drifts = await page.evaluate(() =>
    behold.checkRecipe('log', [{ operation: 'trim', params: { columns: ['nope'] } }]),
  );
  expect(drifts).toMatchObject([{ step: 0, reason: 'missing-column', message: expect.stringContaining('nope') }]);
  expect(await page.evaluate(() => behold.previewRecipe('log', [{ operation: 'deduplicate' }]))).toHaveLength(1);
  await page.evaluate(() => behold.setRecipe('log', []));
  expect(await rows()).toHaveLength(7);
});

test('a recipe goes to a file and to another table, which is told what it lacks', async ({ page }) => {
  await addStep(page, 'Trim');
  await steps(page).first().getByRole('combobox').first().selectOption('event');
  await expect(steps(page).first()).toContainText('3 rows touched');
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export recipe' }).click(),
  ]);
  const text = await readFile(await saved.path(), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ format: 'behold-recipe', steps: [{ operation: 'trim' }] });
  expect(text).not.toContain('cleo');

  await app.importText('other.csv', 'who,what\n1, a\n2,b \n');
  await page.getByRole('button', { name: /^other/ }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Recipe from file' }).click(),
  ]);
  await chooser.setFiles({ name: 'log.recipe.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(steps(page).first()).toContainText('“event”');
  await expect(page.getByRole('button', { name: 'Apply', exact: true })).toBeDisabled();
});

test('by keyboard alone', async ({ page }) => {
  await page.getByRole('button', { name: 'Add step' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove duplicates' }).focus();
  await page.keyboard.press('Enter');
  await expect(steps(page).first()).toContainText('7 → 5 rows');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect.poll(rows).toHaveLength(5);
});

for (const [language, locale] of Object.entries({ en: 'en-GB', zh: 'zh-CN' })) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${language}, ${colorScheme}`, () => {
      test.use({ locale, colorScheme });

      test('axe finds nothing on the steps', async ({ page }) => {
        await page.evaluate(() => behold.setRecipe('log', [{ operation: 'deduplicate' }, { operation: 'trim' }]));
        await page.locator('li .sentence').nth(1).click();
        await expect(page.locator('table.examples')).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      });
    });
  }
}
