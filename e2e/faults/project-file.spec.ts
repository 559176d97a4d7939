import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { counts, fast } from './counts.ts';
import { difference, readFacts, readStatus } from './facts.ts';
import { furnish, furnishWithModel } from './furnish.ts';
import { expect, expectSaid, reload, saved, test, type Outcome } from './harness.ts';
import { Random } from './random.ts';
import { commitAsNewer } from './sealed.ts';

const fixtures = new URL('../fixtures/', import.meta.url);

/** Saves the open project as a file, and keeps it in the page; its length. */
const keepFile = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const bytes = new Uint8Array(await (await behold.save()).arrayBuffer());
    Object.assign(globalThis, { keptFile: bytes });
    return bytes.length;
  });

/** Opens the file that was kept after a change to it: cut short, or with inverted bits. */
const openChanged = (page: Page, change: { length?: number; flips?: number[] }): Promise<Outcome & { ms: number }> =>
  page.evaluate(async ({ length, flips = [] }) => {
    const bytes = (Reflect.get(globalThis, 'keptFile') as Uint8Array<ArrayBuffer>).slice(0, length);
    for (const at of flips) bytes[at]! ^= 1 << (at % 8);
    const start = performance.now();
    const end = await outcomeOf(behold.open(new Blob([bytes])));
    return { ...end, ms: performance.now() - start };
  }, change);

const refusal = /^(project|storage)\./;

test('#14 a project file cut at every KiB is refused', async ({ app, page, disk }) => {
  test.setTimeout(600_000);
  await furnish(app);
  const size = await keepFile(page);
  const before = await readFacts(page);
  const kept = await disk.digest();
  const every = Math.max(1024, Math.ceil(size / (process.env.FAULTS === 'full' ? 1000 : 40) / 1024) * 1024);
  let cuts = 0;
  for (let length = 0; length < size; length += every) {
    const { code, sentence, ms } = await openChanged(page, { length });
    expect(code, `cut at ${length} of ${size}`).toMatch(refusal);
    expect(sentence).toMatch(/\S+ \S+/);
    expect(ms).toBeLessThan(5000);
    cuts++;
  }
  console.log(`torn project files: ${cuts} cuts of ${size} bytes, all refused`);
  expect(await readFacts(page)).toEqual(before);
  expect(await disk.digest()).toEqual(kept);
  // As a person does it: the sentence is on the page.
  await page.evaluate(() => (location.hash = '#/'));
  const torn = await page.evaluate(() =>
    Array.from((Reflect.get(globalThis, 'keptFile') as Uint8Array).slice(0, 5000)),
  );
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: 'torn.behold',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(torn),
    });
  await expectSaid(page, /project/i);
  expect(await readFacts(page)).toEqual(before);
});

test('random cuts and flips of a project file', async ({ app, page }) => {
  test.setTimeout(60_000 + counts.fileCuts * 15_000);
  await furnishWithModel(app);
  const size = await keepFile(page);
  const before = await readFacts(page);
  const { id } = await readStatus(page);
  const random = new Random(counts.seed);
  const ends = { refused: 0, unharmed: 0 };
  const faults: string[] = [];
  for (let cut = 0; cut < counts.fileCuts; cut++) {
    const at = random.int(0, size);
    const change = random.next() < 0.3 ? { length: at } : { flips: [at] };
    const { code, ms } = await openChanged(page, change);
    const what = `${JSON.stringify(change)} of ${size}`;
    if (ms > 5000) faults.push(`${what}: ${Math.round(ms)} ms`);
    if (code) {
      ends.refused++;
      if (!refusal.test(code)) faults.push(`${what}: ${code}`);
      if ((await readStatus(page)).id !== id) faults.push(`${what}: the current project was left`);
      continue;
    }
    // A flip where nothing is stored, in a time stamp or a header that says a thing twice, changes nothing that is read.
    const found = await readFacts(page);
    const differs = difference({ ...found, name: before.name }, before);
    if (!differs) ends.unharmed++;
    else faults.push(`${what}: opened, and is not what was saved: ${differs}`);
    await page.evaluate(async (id) => {
      const { id: opened } = await behold.project();
      await behold.openProject(id);
      await behold.deleteProject(opened);
    }, id);
  }
  console.log(
    `cuts and flips of a project file: ${counts.fileCuts} of ${size} bytes (seed ${counts.seed}), refused: ${ends.refused}, ` +
      `unharmed: ${ends.unharmed}, silent: ${faults.length}`,
  );
  expect(faults).toEqual([]);
  expect(await readFacts(page)).toEqual(before);
});

test('#15 a project on disk that a newer version wrote', async ({ app, page, disk }) => {
  await furnish(app);
  await saved(page);
  const { id } = await readStatus(page);
  await page.goto('about:blank');
  await commitAsNewer(disk, 99);
  const before = await disk.digest();
  await app.open();
  expect(await page.evaluate(() => behold.projects())).toMatchObject([{ id, state: 'newer' }]);
  const { code, sentence } = await page.evaluate((id) => outcomeOf(behold.openProject(id)), id);
  expect(code).toBe('project.newer');
  expect(sentence).toContain('99');
  await expectSaid(page, /newer/i);
  // Whatever is done beside it, it stays as it is.
  await app.importText('log.csv', 'user,time\nann,2024-01-01\n');
  await saved(page);
  const after = await disk.digest();
  expect(Object.fromEntries(Object.keys(before).map((path) => [path, after[path]]))).toEqual(before);
});

interface ExpectedTables {
  [table: string]: { rows: unknown[][] };
}

/** What the tables of the fixtures must hold: made from their CSV files by other means than the app. */
const expected = JSON.parse(readFileSync(new URL('expected.json', fixtures), 'utf8')) as Record<
  'imported' | 'cleaned',
  ExpectedTables
>;

const forms = readdirSync(fixtures).filter((name) => name.endsWith('.behold'));
for (const name of forms) {
  test(`#16 ${name} opens`, /^format-\d+\.behold$/.test(name) ? fast : {}, async ({ app, page, disk }) => {
    await app.importText('mine.csv', 'user,time\nann,2024-01-01\n');
    await saved(page);
    const mine = await readFacts(page);
    const { id } = await readStatus(page);
    const bytes = [...readFileSync(new URL(name, fixtures))];
    const open = (passphrase?: string) =>
      page.evaluate(
        ([bytes, passphrase]) =>
          outcomeOf(behold.open(new Blob([new Uint8Array(bytes)]), passphrase ? { passphrase } : {})),
        [bytes, passphrase] as const,
      );
    const end = await open(/encrypted/.test(name) ? 'correct horse battery staple' : undefined);
    expect(end.code).toBe('');
    const opened = await readFacts(page);
    if (/template/.test(name)) expect((await readStatus(page)).awaits.length).toBeGreaterThan(0);
    const tables = name === 'format-1.behold' ? expected.imported : { ...expected.imported, ...expected.cleaned };
    for (const [table, { rows }] of /template/.test(name) ? [] : Object.entries(tables)) {
      const found = await app.sql(`SELECT * FROM "${table}"`);
      expect(
        found.map((row) => Object.values(row)),
        table,
      ).toEqual(rows);
    }
    await saved(page);
    await reload(app);
    expect(await readFacts(page)).toEqual(opened);
    expect((await readStatus(page)).damage).toEqual([]);
    expect(await disk.find(/\.tmp$/)).toEqual([]);
    await page.evaluate((id) => behold.openProject(id), id);
    expect(await readFacts(page)).toEqual(mine);
  });
}
