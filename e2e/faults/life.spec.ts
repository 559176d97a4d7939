import { Workbench } from '../workbench.ts';
import { readFacts, readStatus } from './facts.ts';
import { furnish } from './furnish.ts';
import { expect, reload, saved, test } from './harness.ts';

test('#27 a tab is frozen, and never wakes', async ({ app, page, context, cdp, site }) => {
  await furnish(app);
  const spare = await context.newPage();
  // Not awaited: the freeze comes before the autosave does.
  await page.evaluate(() => void behold.setPart('notes', 'just before the freeze'));
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((done) => setTimeout(done, 500));
  void cdp.send('Page.crash').catch(() => undefined);
  const next = new Workbench(spare, site.address);
  await next.open();
  expect(await next.page.evaluate(() => behold.part('notes'))).toBe('just before the freeze');
  expect(await readStatus(next.page)).toMatchObject({ access: 'write', damage: [] });
});

test('#27 memory runs short', async ({ app, page, cdp }) => {
  await furnish(app);
  const before = await readFacts(page);
  await cdp.send('Memory.simulatePressureNotification', { level: 'critical' });
  expect(await readFacts(page)).toEqual(before);
  await reload(app);
  expect(await readFacts(page)).toEqual(before);
});

test('#28 offline', async ({ app, page, context }) => {
  await furnish(app);
  // This site has no service worker, which has every part of the app beforehand (offline.spec.ts).
  await app.run('overview');
  await context.setOffline(true);
  await app.importText('more.csv', 'user,time\nann,2024-01-01\nbob,2024-01-02\n');
  await page.evaluate(() => behold.setPart('notes', 'offline'));
  await saved(page);
  expect((await app.run('overview')).views.length).toBeGreaterThan(0);
  const facts = await readFacts(page);
  await context.setOffline(false);
  await reload(app);
  expect(await readFacts(page)).toEqual(facts);
});

test.describe('where clocks change', () => {
  test.use({ timezoneId: 'Europe/Berlin' });

  test('#28 the clock jumps, over the change to summer time and back by a year', async ({ context, page, site }) => {
    await context.clock.install({ time: new Date('2026-03-29T01:59:30+01:00') });
    const app = new Workbench(page, site.address);
    await app.open();
    await app.importSample('ecom.csv.gz');
    const retention = async () => (await app.run('retention')).result;
    const before = await retention();
    const { id } = await readStatus(page);
    for (const [at, text] of [
      ['2026-03-29T03:00:30+02:00', 'after the change'],
      ['2025-01-01T00:00:00+01:00', 'a year before'],
      ['2026-03-30T00:00:00+02:00', 'the day after'],
    ] as const) {
      await context.clock.setSystemTime(new Date(at));
      await page.evaluate((text) => behold.setPart('notes', text), text);
      // The page's timers stand still until they are moved on.
      const waiting = saved(page);
      await context.clock.runFor(2000);
      await waiting;
    }
    expect((await page.evaluate(() => behold.history())).entries.map(({ after }) => after)).toEqual(
      expect.arrayContaining(['after the change', 'a year before', 'the day after']),
    );
    expect(await retention()).toEqual(before);
    await app.open();
    expect(await page.evaluate(() => behold.part('notes'))).toBe('the day after');
    expect((await readStatus(page)).id).toBe(id);
    expect(await retention()).toEqual(before);
  });
});

test('#28 with an eighth of the processor a training is cancelled at once', async ({ app, page, cdp }) => {
  await app.importSample('ecom.csv.gz');
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 8 });
  const { name, ms } = await page.evaluate(async () => {
    const controller = new AbortController();
    let aborted = 0;
    const onProgress = (_: number, note?: string) => {
      if (note === 'query' || note === 'compute' || aborted) return;
      aborted = performance.now();
      controller.abort();
    };
    const name = await behold
      .run('propensity', {}, { backend: 'cpu', seed: 3, signal: controller.signal, onProgress })
      .then(
        () => 'finished',
        (error: Error) => error.name,
      );
    return { name, ms: performance.now() - aborted };
  });
  expect(name).toBe('AbortError');
  console.log(`cancel with an eighth of the processor: ${Math.round(ms)} ms`);
  expect(ms).toBeLessThan(500);
});

test('#28 a query that would take hours is cancelled from the page', async ({ app, page }) => {
  await app.importSample('ecom.csv.gz');
  await app.goTo('explore');
  const query = 'SELECT count(*) FROM range(3000000) a, range(1000000) b WHERE a.range % 7 = b.range % 11';
  await page.getByRole('textbox', { name: /SQL/ }).first().fill(query);
  await page.getByRole('button', { name: /^Run/ }).first().click();
  const cancel = page.getByRole('button', { name: /^(Cancel|Stop)/ }).first();
  await cancel.waitFor();
  await page.waitForTimeout(1000);
  const start = performance.now();
  await cancel.click();
  await expect(cancel).toHaveCount(0);
  const ms = performance.now() - start;
  console.log(`cancel of a query: ${Math.round(ms)} ms`);
  expect(ms).toBeLessThan(5000);
  expect(await app.sql('SELECT count(*) AS n FROM ecom')).toEqual([{ n: 31106 }]);
});
