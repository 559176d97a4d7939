import type { Page } from '@playwright/test';
import type { BackendName } from '../../src/contract/workers.ts';
import { Workbench } from '../workbench.ts';

import { fast } from './counts.ts';
import { readStatus } from './facts.ts';
import { expect, expectSaid, saved, test } from './harness.ts';
import { KillableBrowser } from './killable.ts';
import { computeGpu, order } from './worker-shims.ts';

/** What is compared of two trainings: weights and measures, each with all of its digits. */
interface Trained {
  code: string;
  sentence: string;
  backend?: { name: string; reason?: string };
  resumed: number;
  weights: [string, number][];
  logLoss: number;
}

/** A training; from the share `at` of its work on, `halfWay` resolves. */
const train = (page: Page, backend: BackendName, at = Infinity): Promise<Trained> =>
  page.evaluate(
    async ([backend, at]) => {
      const onProgress = (done: number, note?: string) => {
        if (note !== 'query' && note !== 'compute' && done >= at) Object.assign(globalThis, { 'half way': true });
      };
      Object.assign(globalThis, { 'half way': false, 'under way': true });
      try {
        const { result, resumed = 0, ...rest } = await behold.run('propensity', {}, { backend, seed: 17, onProgress });
        return {
          code: '',
          sentence: '',
          backend: rest.backend!,
          resumed,
          weights: (result.weights as { feature: string; weight: number }[]).map(
            ({ feature, weight }): [string, number] => [feature, weight],
          ),
          logLoss: result.metrics.logLoss as number,
        };
      } catch (error) {
        const { name, message } = error as Error;
        return { code: name, sentence: message, resumed: 0, weights: [], logLoss: NaN };
      } finally {
        Object.assign(globalThis, { 'under way': false });
      }
    },
    [backend, at] as const,
  );

const halfWay = (page: Page) =>
  page.waitForFunction(() => Reflect.get(globalThis, 'half way') === true, undefined, { timeout: 90_000 });

/** Whether the training has not come to its end: a fault that came after it would prove nothing. */
const underWay = (page: Page): Promise<boolean> => page.evaluate(() => Reflect.get(globalThis, 'under way') === true);

/** Weights in the order of their names; the differences to another training's. */
function furthest(a: Trained, b: Trained): number {
  const other = new Map(b.weights);
  expect([...other.keys()].sort()).toEqual(a.weights.map(([name]) => name).sort());
  return Math.max(...a.weights.map(([name, weight]) => Math.abs(weight - other.get(name)!)));
}

const sample = async (app: Workbench): Promise<void> => {
  await app.importSample('ecom.csv.gz');
};

/** Twelve times the users of the sample: their training takes long enough to be interrupted. */
async function crowd(app: Workbench): Promise<void> {
  await sample(app);
  await app.page.evaluate(async () => {
    const { events } = await behold.mapping();
    const user = JSON.stringify(events!.user);
    await behold.sql(
      `CREATE TABLE crowd AS SELECT * REPLACE (${user} || '-' || copy AS ${user}) FROM ecom, range(12) AS copies(copy)`,
    );
    await behold.setMapping({ events: { ...events!, table: 'crowd' } });
  });
}

/** The truth: the same training, from beginning to end, in a page of its own that kept nothing before. */
async function undisturbed(app: Workbench, backend: BackendName, furnish = sample): Promise<Trained> {
  const trained = await train(app.page, backend);
  expect(trained.code).toBe('');
  await app.page.evaluate(async () => {
    const { id } = await behold.project();
    await behold.newProject();
    await behold.deleteProject(id);
  });
  await furnish(app);
  await saved(app.page);
  return trained;
}

test('#4 a reload while training', fast, async ({ app, page }) => {
  test.setTimeout(180_000);
  await crowd(app);
  const whole = await undisturbed(app, 'cpu', crowd);
  void train(page, 'cpu', 0.3).catch(() => undefined);
  await halfWay(page);
  // What is kept of a training is on disk within a moment of each iteration.
  await page.waitForTimeout(300);
  expect(await underWay(page), 'the training has not come to its end').toBe(true);
  await page.reload();
  await app.ready();
  const { trainings } = await readStatus(page);
  expect(trainings).toMatchObject([{ analysis: 'propensity' }]);
  expect(trainings[0]!.done).toBeGreaterThan(0);
  await expectSaid(page, /training|did not finish|interrupted/i);
  const resumed = await train(page, 'cpu');
  expect(resumed.resumed).toBeGreaterThanOrEqual(trainings[0]!.done);
  expect(resumed.weights).toEqual(whole.weights);
  expect(resumed.logLoss).toBe(whole.logLoss);
  await saved(page);
  expect((await readStatus(page)).trainings).toEqual([]);
});

for (const kind of ['destroy device', 'no gpu memory'] as const) {
  const title =
    kind === 'destroy device' ? '#25 device.destroy() while training' : '#26 the GPU has no memory for a batch';
  test(title, async ({ site, app, page }) => {
    test.setTimeout(300_000);
    site.patches = [computeGpu];
    await app.page.reload();
    await app.ready();
    await app.importSample('ecom.csv.gz');
    const whole = await undisturbed(app, 'cpu');
    if (kind === 'no gpu memory') {
      // The worker must be there to hear it.
      await train(page, 'cpu');
      await order(page, kind);
    }
    const training = train(page, 'webgpu', 0.2);
    if (kind === 'destroy device') {
      await halfWay(page);
      await order(page, kind);
    }
    if (kind === 'destroy device') expect(await underWay(page)).toBe(true);
    const trained = await training;
    console.log(`${kind}: the training ended on ${JSON.stringify(trained.backend)}`);
    expect(trained.code, trained.sentence).toBe('');
    expect(furthest(trained, whole)).toBeLessThan(1e-5);
    expect(Math.abs(trained.logLoss - whole.logLoss)).toBeLessThan(1e-5);
  });
}

test('#24 the GPU process crashes while training', async ({ site }) => {
  test.setTimeout(300_000);
  const browser = new KillableBrowser();
  try {
    const context = await browser.start();
    const page = context.pages()[0] ?? (await context.newPage());
    const app = new Workbench(page, site.address);
    await app.open();
    await app.importSample('ecom.csv.gz');
    const whole = await undisturbed(app, 'cpu');
    const training = train(page, 'webgpu', 0.2);
    await halfWay(page);
    await browser.crashGpu();
    expect(await underWay(page)).toBe(true);
    const trained = await training;
    expect(trained.code, trained.sentence).toBe('');
    expect(furthest(trained, whole)).toBeLessThan(1e-5);
    console.log(`GPU process crash: the training ended on ${JSON.stringify(trained.backend)}`);
  } finally {
    await browser.remove();
  }
});
