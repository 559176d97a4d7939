import type { Damage } from '../../src/contract/storage.ts';
import type { Workbench } from '../workbench.ts';
import { counts, fast } from './counts.ts';
import type { Disk } from './disk.ts';
import { difference, readFacts, readStatus, type Facts } from './facts.ts';
import { furnishWithModel } from './furnish.ts';
import { expect, expectSaid, reload, saved, test } from './harness.ts';
import { Random, median } from './random.ts';

/** A project of two generations, saved, and copied so that it can be damaged again and again. */
async function keep(app: Workbench, disk: Disk): Promise<Facts> {
  await furnishWithModel(app);
  await app.page.evaluate(() => behold.setPart('notes', 'The generation before holds less.'));
  await saved(app.page);
  const facts = await readFacts(app.page);
  await app.page.goto('about:blank');
  await disk.copy();
  return facts;
}

/** Loads the app over the damaged files, and sees that opening has changed nothing on disk. */
async function openDamaged(app: Workbench, disk: Disk): Promise<Damage[]> {
  const before = await disk.digest();
  await app.open();
  const { damage } = await readStatus(app.page);
  await app.page.evaluate(() => behold.tables());
  expect(await disk.digest()).toEqual(before);
  return damage;
}

test('#11 a flipped bit in a table', fast, async ({ app, page, disk }) => {
  const facts = await keep(app, disk);
  const sizes = (await disk.list()).filter(({ path }) => path.endsWith('.arrow'));
  const [largest] = sizes.sort((a, b) => b.bytes - a.bytes);
  await disk.flip(largest!.path, 0.5);
  const damage = await openDamaged(app, disk);
  expect(damage).toMatchObject([{ part: 'table', name: 'ecom', reason: 'content' }]);
  expect((await readStatus(page)).access).toBe('damaged');
  await expectSaid(page, /ecom/);
  // What is whole is there; the table that is not is left out, and comes back with its file.
  const { tables } = await readFacts(page);
  expect(tables.map(({ name }) => name)).toEqual(
    facts.tables.map(({ name }) => name).filter((name) => name !== 'ecom'),
  );
  expect(tables).toEqual(facts.tables.filter(({ name }) => name !== 'ecom'));
  await page.goto('about:blank');
  await disk.restore();
  await app.open();
  expect(await readFacts(page)).toEqual(facts);
});

test('#11 the user goes on without what is damaged', async ({ app, page, disk }) => {
  await keep(app, disk);
  const [largest] = (await disk.list()).filter(({ path }) => path.endsWith('.arrow')).sort((a, b) => b.bytes - a.bytes);
  await disk.flip(largest!.path, 0.25);
  await openDamaged(app, disk);
  await page.evaluate(async () => {
    await behold.acceptDamage();
    await behold.saved();
  });
  expect((await readStatus(page)).access).toBe('write');
  const accepted = await readFacts(page);
  await reload(app);
  expect((await readStatus(page)).damage).toEqual([]);
  expect(await readFacts(page)).toEqual(accepted);
});

test('#12 a table cut short', async ({ app, page, disk }) => {
  await keep(app, disk);
  const whole = await timed(() => app.open());
  await page.goto('about:blank');
  const [largest] = (await disk.list()).filter(({ path }) => path.endsWith('.arrow')).sort((a, b) => b.bytes - a.bytes);
  await disk.cut(largest!.path, 0.6);
  const ms = await timed(async () => {
    expect(await openDamaged(app, disk)).toMatchObject([{ part: 'table', name: 'ecom', reason: 'length' }]);
  });
  // Beside the same page over a whole project, as the machine may be slow.
  expect(ms - whole).toBeLessThan(5000 + whole);
  await expectSaid(page, /ecom/);
  expect(await app.sql('SELECT count(*) AS n FROM extra')).toEqual([{ n: 3 }]);
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const parts = { generation: /generations\//, record: /record\.json$/ } as const;
for (const [part, pattern] of Object.entries(parts)) {
  for (const fault of ['cut', 'garbled', 'missing'] as const) {
    test(`#13 ${part} ${fault}`, part === 'record' && fault === 'cut' ? fast : {}, async ({ app, page, disk }) => {
      const facts = await keep(app, disk);
      // The current generation is the one with the highest number.
      const files = (await disk.find(pattern)).sort((a, b) => numberOf(b) - numberOf(a));
      if (fault === 'cut') await disk.cut(files[0]!, 0.5);
      else if (fault === 'garbled') await disk.flip(files[0]!, 0.2, 0.4, 0.6, 0.8);
      else await disk.remove(files[0]!);
      const damage = await openDamaged(app, disk);
      const status = await readStatus(page);
      const found = await readFacts(page);
      if (!damage.length && !status.fromPrevious) expect(found).toEqual(facts);
      // No table is missing in silence: the generation before has them all.
      expect(found.tables).toEqual(facts.tables);
      if (damage.length || status.fromPrevious) await expectSaid(page, /damaged|earlier|previous|generation|version/i);
    });
  }
}

const numberOf = (path: string): number => Number(/(\d+)\.json$/.exec(path)?.[1] ?? 0);

test('random cuts and flips of every file of a project', async ({ app, page, disk }) => {
  test.setTimeout(60_000 + counts.cuts * 20_000);
  const facts = await keep(app, disk);
  const random = new Random(counts.seed);
  const files = await disk.list();
  const faults: string[] = [];
  const whole = await timed(() => app.open());
  await page.goto('about:blank');
  const ms: number[] = [];
  const ends = { unharmed: 0, named: 0, refused: 0 };
  for (let cut = 0; cut < counts.cuts; cut++) {
    // Every file has its turn, small or large.
    const { path } = files[cut % files.length]!;
    const place = random.next();
    const how = random.pick(['flip', 'cut', 'flips'] as const);
    if (how === 'cut') await disk.cut(path, place);
    else if (how === 'flip') await disk.flip(path, place);
    else await disk.flip(path, ...Array.from({ length: 64 }, () => random.next()));
    const start = performance.now();
    try {
      await app.open();
      const status = await readStatus(page);
      const listed = await page.evaluate(() => behold.projects());
      ms.push(performance.now() - start);
      const found = await readFacts(page);
      const differs = difference(found, facts);
      if (!differs) ends.unharmed++;
      else if (status.damage.length || status.fromPrevious) ends.named++;
      else if (listed.some(({ state }) => state === 'damaged')) ends.refused++;
      else faults.push(`${how} of ${path} at ${place}: nothing said of ${differs}`);
      // Beside the same page over the whole project, as the machine may be slow.
      if (ms.at(-1)! > 5000 + 2 * whole) faults.push(`${how} of ${path} at ${place}: ${Math.round(ms.at(-1)!)} ms`);
    } catch (error) {
      faults.push(`${how} of ${path} at ${place}: ${String(error).slice(0, 500)}`);
    }
    await page.goto('about:blank');
    await disk.restore();
  }
  const slowest = Math.max(...ms) / 1000;
  console.log(
    `cuts and flips: ${counts.cuts} over ${files.length} files (seed ${counts.seed}), unharmed: ${ends.unharmed}, ` +
      `named: ${ends.named}, refused: ${ends.refused}, silent or failed: ${faults.length}, ` +
      `opened in ${(median(ms) / 1000).toFixed(1)} s (slowest ${slowest.toFixed(1)} s)`,
  );
  expect(faults).toEqual([]);
});
