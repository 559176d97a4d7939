import { isDeepStrictEqual } from 'node:util';
import type { CDPSession, Page } from '@playwright/test';
import type { Workbench } from '../workbench.ts';
import { counts, fast } from './counts.ts';
import { readFacts, readStatus } from './facts.ts';
import { furnish } from './furnish.ts';
import { expect, expectSaid, reload, saved, test, type Outcome } from './harness.ts';
import { Random } from './random.ts';
import { controlStorage, storageShim } from './storage-shim.ts';

/** Figures with their unit, as a person reads them. */
const bytesNamed = /\d[\d.,\s]*\s*(B|bytes|kB|KB|MB|GB|KiB|MiB)\b/;

const origin = (app: Workbench) => new URL(app.address).origin;

/** Leaves so many bytes free beyond what is used now. */
async function leaveFree(cdp: CDPSession, app: Workbench, free: number): Promise<void> {
  const { usage = 0 } = await app.page.evaluate(() => navigator.storage.estimate());
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: origin(app), quotaSize: Math.max(1, usage + free) });
}

const freeAgain = (cdp: CDPSession, app: Workbench) =>
  cdp.send('Storage.overrideQuotaForOrigin', { origin: origin(app) });

/** Imports a made-up table; how that and the saving ended. */
const importRows = (page: Page, name: string, rows: number): Promise<{ imported: Outcome; kept: Outcome }> =>
  page.evaluate(
    async ([name, rows]) => {
      const lines = ['who,n,code\n'];
      for (let i = 0; i < rows; i++) lines.push(`u${i % 97},${i},${(i * 2654435761) % 4294967296}\n`);
      const imported = await outcomeOf(behold.import([new File(lines, `${name}.csv`)]));
      return { imported, kept: await outcomeOf(behold.saved()) };
    },
    [name, rows] as const,
  );

/** The project as a file, whatever the disk says; how many bytes. */
const projectFile = (page: Page): Promise<number> => page.evaluate(async () => (await behold.save()).size);

test('#5 quota during import', fast, async ({ app, page, cdp, disk }) => {
  await furnish(app);
  const before = await readFacts(page);
  await leaveFree(cdp, app, 300_000);
  const { imported, kept } = await importRows(page, 'large', 200_000);
  const failed = imported.code ? imported : kept;
  expect(failed.code).toMatch(/^(storage|import)\./);
  expect(failed.sentence).toMatch(bytesNamed);
  await expectSaid(page, bytesNamed);
  expect(await disk.find(/\.tmp$/)).toEqual([]);
  // What is on show can still be carried away.
  expect(await projectFile(page)).toBeGreaterThan(10_000);
  await freeAgain(cdp, app);
  await app.page.close();
  const next = await disk.page.context().newPage();
  await next.goto(app.address);
  await next.evaluate(() => behold.ready);
  expect((await readStatus(next)).damage).toEqual([]);
  const after = await readFacts(next);
  expect(after.tables.filter(({ name }) => name !== 'large')).toEqual(before.tables);
  const large = after.tables.find(({ name }) => name === 'large');
  expect([undefined, 200_000]).toContain(large?.rows);
});

test('#6 quota during autosave', fast, async ({ app, page, cdp }) => {
  await furnish(app);
  const before = await readFacts(page);
  await leaveFree(cdp, app, 0);
  const kept = await page.evaluate(async () => {
    await behold.setPart('notes', 'x'.repeat(200_000));
    return outcomeOf(behold.saved());
  });
  expect(kept.code).toBe('storage.full');
  expect(kept.sentence).toMatch(bytesNamed);
  expect((await readStatus(page)).saving).toBe('failed');
  await expectSaid(page, bytesNamed);
  const carried = await page.evaluate(async () => {
    const file = await behold.save();
    Object.assign(globalThis, { carried: file });
    return file.size;
  });
  expect(carried).toBeGreaterThan(10_000);
  // Room again: what was not saved is saved by itself or when asked, and nothing was lost meanwhile.
  await freeAgain(cdp, app);
  await saved(page);
  await reload(app);
  const after = await readFacts(page);
  expect(after.parts.notes).toHaveLength(200_000);
  expect({ ...after, parts: before.parts, history: before.history }).toEqual(before);
});

for (const write of ['short', 'refused'] as const) {
  test(`#7 a write is ${write}`, write === 'refused' ? fast : {}, async ({ site, app, page, disk }) => {
    site.patches = [storageShim];
    await reload(app);
    await furnish(app);
    const before = await readFacts(page);
    await controlStorage(page, { write });
    const { imported, kept } = await importRows(page, 'more', 2000);
    const failed = imported.code ? imported : kept;
    expect(failed.code).toMatch(/^storage\./);
    expect(failed.sentence).toMatch(/\S+ \S+/);
    await expectSaid(page, /sav|disk|room|space/i);
    await controlStorage(page, {});
    await page.close();
    expect(await disk.find(/\.tmp$/)).toEqual([]);
    const next = await disk.page.context().newPage();
    await next.goto(app.address);
    await next.evaluate(() => behold.ready);
    const after = await readFacts(next);
    expect(await readStatus(next)).toMatchObject({ damage: [], fromPrevious: false });
    expect(after.tables.filter(({ name }) => name !== 'more')).toEqual(before.tables);
  });
}

test('#8 flush fails once', async ({ site, app, page }) => {
  site.patches = [storageShim];
  await reload(app);
  await furnish(app);
  await controlStorage(page, { flush: 'once' });
  await page.evaluate(() => behold.setPart('notes', 'written at the second try'));
  await saved(page);
  await reload(app);
  expect(await page.evaluate(() => behold.part('notes'))).toBe('written at the second try');
});

test('#8 flush always fails', async ({ site, app, page }) => {
  site.patches = [storageShim];
  await reload(app);
  await furnish(app);
  const before = await readFacts(page);
  await controlStorage(page, { flush: 'always' });
  const kept = await page.evaluate(async () => {
    await behold.setPart('notes', 'refused by the disk');
    return outcomeOf(behold.saved());
  });
  expect(kept.code).toMatch(/^storage\./);
  expect((await readStatus(page)).saving).toBe('failed');
  await expectSaid(page, /sav|disk/i);
  expect(await projectFile(page)).toBeGreaterThan(10_000);
  await controlStorage(page, { flush: 'always' });
  site.patches = [];
  await reload(app);
  // The disk has what it had; the text was put down in the browser's small store when the page went.
  const after = await readFacts(page);
  expect(after.parts.notes).toBe('refused by the disk');
  expect(after.history.done).toBe(before.history.done + 1);
  expect({ ...after, parts: before.parts, history: before.history }).toEqual(before);
});

test('a save at many quotas: saved, or an error that names bytes', async ({ app, page, cdp }) => {
  test.setTimeout(60_000 + counts.quotas * 30_000);
  const random = new Random(counts.seed);
  await app.importSample('ecom.csv.gz');
  await saved(page);
  const usage = () => page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  const empty = await usage();
  const rows = 20_000;
  await importRows(page, 'first', rows);
  // A save needs the rows and a generation, and for a moment a little more.
  const needed = ((await usage()) - empty) * 2;
  const drop = async (name: string) => {
    await page.evaluate(async (name) => {
      await behold.sql(`DROP TABLE ${name}`);
      await behold.setPart('notes', `without ${name}`);
      await behold.saved();
    }, name);
  };
  await drop('first');
  let ends = { saved: 0, refused: 0 };
  const silent: string[] = [];
  for (let point = 0; point < counts.quotas; point++) {
    const free = Math.round((needed * (point + random.next())) / counts.quotas);
    const before = await readFacts(page);
    await leaveFree(cdp, app, free);
    const { imported, kept } = await importRows(page, 'more', rows);
    const failed = imported.code ? imported : kept;
    const wrong = (what: string) => silent.push(`${free} bytes free: ${what}`);
    if (failed.code && !bytesNamed.test(failed.sentence))
      wrong(`no bytes are named: ${failed.code} ${failed.sentence}`);
    if ((await projectFile(page)) < 10_000) wrong('no project file');
    await freeAgain(cdp, app);
    await reload(app);
    const status = await readStatus(page);
    if (status.damage.length || status.fromPrevious) wrong('damaged');
    const after = await readFacts(page);
    const more = after.tables.find(({ name }) => name === 'more');
    if (!failed.code && more?.rows !== rows) wrong('said to be saved, and is not');
    if (
      !isDeepStrictEqual(
        after.tables.filter(({ name }) => name !== 'more'),
        before.tables,
      )
    ) {
      wrong('the tables before are not whole');
    }
    if (failed.code) ends = { ...ends, refused: ends.refused + 1 };
    else ends = { ...ends, saved: ends.saved + 1 };
    if (more) await drop('more');
  }
  console.log(
    `quota points: ${counts.quotas} (seed ${counts.seed}), saved: ${ends.saved}, refused with bytes: ${ends.refused}, ` +
      `silent losses: ${silent.length}`,
  );
  expect(silent).toEqual([]);
});
