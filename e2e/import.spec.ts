import AxeBuilder from '@axe-core/playwright';
import { utils, write } from '@e965/xlsx';
import { expect, test, type Page } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import { naughty, quoted } from './naughty.ts';
import { Workbench } from './workbench.ts';

const tables = (page: Page) =>
  page.evaluate(async () => (await behold.tables()).map(({ name, rows }) => `${name} ${rows}`));

/** Letters in GB 18030, written out by hand: 姓名 (name), 数量 (quantity), 张三 and 李四 (two people). */
const gbk = {
  name: [0xd0, 0xd5, 0xc3, 0xfb],
  quantity: [0xca, 0xfd, 0xc1, 0xbf],
  zhang: [0xd5, 0xc5, 0xc8, 0xfd],
  li: [0xc0, 0xee, 0xcb, 0xc4],
};
const [comma, line] = [0x2c, 0x0a];

// Every day and month is at most 12: nobody but the writer knows which is which.
const doubtful = 'user,day,amount\nann,03/02/2024,1.5\nbob,04/05/2024,2\ncid,11/12/2024,3\n';
const ragged = 'item,price\napple,1\npear\n=cmd|calc,2,3\nplum,4\n';

let app: Workbench;

test.beforeEach(async ({ page }) => {
  app = new Workbench(page);
});

test('a file that leaves no doubt is imported at once', async ({ page }) => {
  await app.open();
  await app.pick({ name: 'plain.csv', content: 'a,b\n1,x\n2,y\n' });
  await expect.poll(() => tables(page)).toEqual(['plain 2']);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a script is never asked', async ({ page }) => {
  await app.open();
  await app.importText('doubtful.csv', doubtful);
  expect(await tables(page)).toEqual(['doubtful 3']);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a file in GB 18030 is read right, or asked about and then read right', async () => {
  const { name, quantity, zhang, li } = gbk;
  const record = (who: number[], n: number) => [...who, comma, 0x30 + n, line];
  const records = Array.from({ length: 9 }, (_, n) => record(n % 2 ? li : zhang, n)).flat();
  await app.open();
  await app.pick({
    name: 'people.csv',
    content: Uint8Array.from([...name, comma, ...quantity, line, ...records]),
  });
  const asked = app.importDialog.getByRole('radio', { name: /gb/i });
  const read = app.page.getByRole('gridcell', { name: '张三' }).first();
  await expect(asked.or(read).first()).toBeVisible();
  if (await asked.isVisible()) {
    await asked.check();
    await app.confirmImport();
  }
  expect((await app.gridTexts()).slice(0, 3)).toEqual([
    ['姓名', '数量'],
    ['张三', '0'],
    ['李四', '1'],
  ]);
});

test('dates that can be read in two orders are asked about, and the answer makes them dates', async ({ page }) => {
  await app.open();
  await app.pick({ name: 'orders.csv', content: doubtful });
  await expect(app.importDialog.getByRole('group', { name: /dates in day/ })).toBeVisible();
  expect(await tables(page)).toEqual([]);
  await app.importDialog.getByRole('radio', { name: /month\/day\/year/ }).check();
  await app.confirmImport();
  expect(
    await app.sql('SELECT typeof("day") AS type, CAST(min("day") AS VARCHAR) AS first FROM orders GROUP BY 1'),
  ).toEqual([{ type: 'DATE', first: '2024-03-02' }]);
});

test('one answer holds for all files with the same columns', async ({ page }) => {
  await app.open();
  await app.pick({ name: 'may.csv', content: doubtful }, { name: 'june.csv', content: doubtful });
  await expect(app.importDialog.getByText('1 question')).toHaveCount(2);
  await app.importDialog.getByRole('radio', { name: /day\/month\/year/ }).check();
  await expect(app.importDialog.getByText('1 question')).toHaveCount(0);
  await app.confirmImport();
  const [made] = await tables(page);
  expect(made).toMatch(/ 6$/);
});

test('columns are left out and types changed before the import', async () => {
  await app.open();
  await app.pickWithOptions({ name: 'wide.csv', content: 'id,secret,n\n1,hush,10\n2,hush,20\n' });
  await app.importDialog.getByRole('checkbox', { name: 'secret' }).uncheck();
  await app.importDialog.getByRole('combobox', { name: 'Type of n' }).selectOption('text');
  await expect(app.importDialog.getByRole('columnheader', { name: /secret/ })).toHaveCount(0);
  await app.confirmImport();
  expect((await app.gridTexts())[0]).toEqual(['id', 'n']);
  expect(await app.sql('SELECT typeof(n) AS type FROM wide LIMIT 1')).toEqual([{ type: 'VARCHAR' }]);
});

test('the first rows follow the delimiter that is chosen, and Cancel leaves nothing behind', async ({ page }) => {
  await app.open();
  await app.pickWithOptions({ name: 'odd.txt', content: 'a;b~c\n1;2~3\n4;5~6\n' });
  await app.importDialog.getByRole('combobox', { name: 'Delimiter' }).selectOption({ label: 'other…' });
  await app.importDialog.getByRole('textbox', { name: 'Own delimiter' }).fill('~');
  await expect(app.importDialog.getByRole('columnheader', { name: /a;b/ })).toBeVisible();
  await app.importDialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(app.importDialog).toHaveCount(0);
  expect(await tables(page)).toEqual([]);
});

test('a sample by user is taken whole, and the ledger says what was left out', async ({ page }) => {
  const users = Array.from({ length: 200 }, (_, n) => [0, 1, 2].map((k) => `u${n},${k}`)).flat();
  await app.open();
  await app.pickWithOptions({ name: 'many.csv', content: `user,n\n${users.join('\n')}\n` });
  await app.importDialog.getByText('Take less than the whole file').click();
  await app.importDialog.getByRole('spinbutton', { name: /Sample/ }).fill('20');
  await app.importDialog.getByRole('combobox', { name: 'Keep together by' }).selectOption('user');
  await app.confirmImport();
  const [kept] = await app.sql(
    'SELECT count(*)::DOUBLE AS n, min(rows)::DOUBLE AS least FROM (SELECT count(*) AS rows FROM many GROUP BY "user")',
  );
  expect(kept!.least).toBe(3);
  // 200 users, each kept with a chance of 1 in 5: five standard deviations to either side.
  expect(kept!.n).toBeGreaterThan(11);
  expect(kept!.n).toBeLessThan(69);
  await expect(page.locator('main')).toContainText('adds up');
});

test('the ledger shows each rejected record with its line, reason and text, and exports them', async ({ page }) => {
  await app.open();
  await app.pick({ name: 'ragged.csv', content: ragged });
  await expect(page.locator('.ledger')).toContainText('adds up');
  await page.getByText(/Rejected records/).click();
  const grid = page.getByRole('grid', { name: 'Rejected' });
  await expect(grid.getByRole('row').nth(1)).toContainText(/3.*fewer fields.*pear/);
  await expect(grid.getByRole('row').nth(2)).toContainText(/4.*more fields.*=cmd\|calc,2,3/);

  const saved = async (button: string) => {
    const started = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    return readFile(await (await started).path(), 'utf8');
  };
  const ledger = JSON.parse(await saved('Export ledger (JSON)')) as { rejectedCount: number; rejected: object[] };
  expect(ledger).toMatchObject({ table: 'ragged', records: 4, rows: 2, rejectedCount: 2 });
  expect(ledger.rejected[1]).toMatchObject({ line: 4, text: '=cmd|calc,2,3' });
  // A spreadsheet must take the text for no formula.
  expect(await saved('Export rejected records (CSV)')).toContain(`"'=cmd|calc,2,3"`);
});

test('a table is read again with other settings, and stays as it was where that fails', async ({ page }) => {
  await app.open();
  await app.pick({ name: 'log.csv', content: 'a,b\n1,x\n2,y\n' });
  await expect.poll(() => tables(page)).toEqual(['log 2']);
  await page.getByRole('button', { name: 'Read again with other settings' }).click();
  await app.importDialog.getByRole('combobox', { name: 'First line has names' }).selectOption('no');
  await app.confirmImport();
  await expect.poll(() => tables(page)).toEqual(['log 3']);

  await page.getByRole('button', { name: 'Read again with other settings' }).click();
  await app.importDialog.getByRole('combobox', { name: 'Encoding' }).selectOption('utf-16le');
  await app.importDialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await tables(page)).toEqual(['log 3']);
});

test('another sheet of a workbook is chosen, and what was not read is said', async ({ page }) => {
  const book = utils.book_new();
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet([
      ['month', 'sales'],
      ['May', 1],
      ['June', 2],
    ]),
    'Months',
  );
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet([
      ['city', 'sales'],
      ['Lyon', 3],
      ['Oslo', 4],
    ]),
    'Cities',
  );
  await app.open();
  await app.pickWithOptions({
    name: 'sales.xlsx',
    content: new Uint8Array(write(book, { type: 'array' }) as ArrayBuffer),
  });
  await app.importDialog.getByRole('radio', { name: 'Cities' }).check();
  await expect(app.importDialog.getByRole('columnheader', { name: /city/ }).last()).toBeVisible();
  await app.confirmImport();
  expect((await app.gridTexts()).slice(0, 2)).toEqual([
    ['city', 'sales'],
    ['Lyon', '3'],
  ]);
  await expect(page.getByRole('status').filter({ hasText: /read Cities; not read: Months/ })).toBeVisible();
});

test('members of an archive are chosen, and what was not read is said', async ({ page }) => {
  const archive = zipSync({ 'one.csv': strToU8('a,b\n1,2\n'), 'two.csv': strToU8('c,d,e\n1,2,3\n4,5,6\n') });
  await app.open();
  await app.pickWithOptions({ name: 'both.zip', content: archive });
  await app.importDialog.getByRole('checkbox', { name: 'Import one.csv' }).uncheck();
  await app.confirmImport();
  expect(await tables(page)).toEqual(['two 2']);
  await expect(page.getByRole('status').filter({ hasText: /two\.csv.*Not read: one\.csv/ })).toBeVisible();
});

test('naughty strings show as they are, as names and as values, and nothing runs', async ({ page }) => {
  const names = naughty.map((text, index) => `${text} ${index}`);
  const content = [names, naughty].map((row) => row.map(quoted).join(',')).join('\r\n');
  await app.open();
  await app.pickWithOptions({ name: 'naughty.csv', content: `${content}\r\n` });
  await app.importDialog.getByRole('combobox', { name: 'First line has names' }).selectOption('yes');
  await app.confirmImport();
  const [head, values] = await app.gridTexts();
  // At a NUL the database would cut a name off: its picture stands in its place.
  expect(head).toEqual(names.map((name) => name.replace('\u0000', '␀')));
  expect(values).toEqual(naughty);
  expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
  expect(await tables(page)).toEqual(['naughty 1']);
});

for (const [language, locale] of Object.entries({ en: 'en-GB', zh: 'zh-CN' })) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${language}, ${colorScheme}`, () => {
      test.use({ locale, colorScheme });

      test('axe finds nothing in the import dialogue and in the ledger', async ({ page }) => {
        const findings = async () => {
          const { violations } = await new AxeBuilder({ page }).analyze();
          return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
        };
        await app.open();
        await app.pickWithOptions({ name: 'a.csv', content: doubtful }, { name: 'b.csv', content: doubtful });
        await app.importDialog.locator('summary').last().click();
        await app.importDialog.locator('input[type=number]').last().fill('50');
        expect(await findings(), 'dialogue').toEqual([]);
        await app.importDialog.getByRole('button', { name: /^(Cancel|取消)$/ }).click();
        await app.pick({ name: 'ragged.csv', content: ragged });
        const ledger = page.locator('.ledger');
        await expect(ledger).toBeVisible();
        for (const summary of await ledger.locator('summary').all()) await summary.click();
        expect(await findings(), 'ledger').toEqual([]);
      });
    });
  }
}
