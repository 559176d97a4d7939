import type { Page } from '@playwright/test';
import { Workbench, type CodedError } from '../workbench.ts';
import { fast } from './counts.ts';
import { readFacts, readStatus } from './facts.ts';
import { furnish } from './furnish.ts';
import { expect, expectSaid, saved, test } from './harness.ts';
import { databaseTrap, filesHeap, order } from './worker-shims.ts';

/** Keeps every worker that the page starts within a test's reach. */
function keepWorkers(): void {
  const started: { address: string; worker: Worker }[] = [];
  const Native = globalThis.Worker;
  Object.assign(globalThis, {
    startedWorkers: started,
    Worker: class extends Native {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        started.push({ address: String(address), worker: this });
      }
    },
  });
}

type Kind = 'database' | 'files' | 'compute' | 'storage';

/** Ends the newest worker of a kind from outside, as a crash would: nobody is told. Returns how many there were. */
const kill = (page: Page, kind: Kind): Promise<number> =>
  page.evaluate((kind) => {
    const started = Reflect.get(globalThis, 'startedWorkers') as { address: string; worker: Worker }[];
    const found = started.filter(({ address }) => address.includes(`${kind}.worker`));
    found.at(-1)?.worker.terminate();
    return found.length;
  }, kind);

/** Starts a job in the page without waiting for it; its outcome is read later with `outcome`. */
async function start(page: Page, job: string): Promise<void> {
  await page.evaluate((job) => {
    const jobs: Record<string, () => Promise<unknown>> = {
      query: () =>
        behold.sql('SELECT count(*) FROM range(3000000) a, range(100000) b WHERE a.range % 7 = b.range % 11'),
      import: () => {
        const line = 'user_%,2024-01-01 00:00:00,view,1.5\n';
        const lines = Array.from({ length: 1_000_000 }, (_, index) => line.replace('%', String(index % 5000)));
        return behold.import([new File(['user,time,event,amount\n', lines.join('')], 'large.csv')]);
      },
      training: () => {
        // The page's own two stages are told apart by their notes; what follows comes from the worker while it trains.
        const onProgress = (_done: number, note?: string) => {
          if (note !== 'query' && note !== 'compute') Object.assign(globalThis, { trains: true });
        };
        return behold.run('propensity', {}, { backend: 'wasm', seed: 99, onProgress });
      },
    };
    const outcome = jobs[job]!().then(
      () => ({ code: '', sentence: '' }),
      (error: Error) => ({ code: error.name, sentence: error.message }),
    );
    Object.assign(globalThis, { outcome, settled: false });
    void outcome.then(() => Object.assign(globalThis, { settled: true }));
  }, job);
}

/** How the job ended; a promise that hangs fails the test. */
const outcome = (page: Page): Promise<CodedError> =>
  page.evaluate(async () => {
    const hangs = new Promise((_, fail) => setTimeout(() => fail(new Error('the promise hangs')), 30_000));
    return (await Promise.race([Reflect.get(globalThis, 'outcome'), hangs])) as CodedError;
  });

let app: Workbench;

test.beforeEach(async ({ page, site }) => {
  site.patches = [databaseTrap, filesHeap];
  await page.addInitScript(keepWorkers);
  app = new Workbench(page, site.address);
  await app.open();
  await app.importSample('ecom.csv.gz');
});

/** The next call works, and the tables and the answers are back. */
async function expectAlive(): Promise<void> {
  expect(await app.sql('SELECT count(*) AS n FROM ecom')).toEqual([{ n: 31106 }]);
  const { result } = await app.run('funnel', { steps: ['catalog', 'add_to_cart', 'purchase'], window: '7d' });
  expect(result.steps.map((step: { count: number }) => step.count)).toEqual([600, 462, 210]);
}

/** One clear sentence on the page, in words. */
const expectSentence = (page: Page) => expectSaid(page, /restart|started again|stopped|重新/i);

test('#20 the database worker ends while idle', fast, async ({ page }) => {
  expect(await kill(page, 'database')).toBeGreaterThan(0);
  await expectAlive();
  await expectSentence(page);
});

test('#20 the database worker ends while querying', async ({ page }) => {
  await start(page, 'query');
  await page.waitForTimeout(500);
  await kill(page, 'database');
  const { code, sentence } = await outcome(page);
  expect(code).toBe('worker.died');
  expect(sentence).toMatch(/\S+ \S+/);
  await expectAlive();
  await expectSentence(page);
});

for (const kind of ['database', 'files'] as const) {
  test(`#20 the ${kind} worker ends while importing`, kind === 'files' ? fast : {}, async ({ page }) => {
    await start(page, 'import');
    // A worker that ends between two batches is replaced unseen, so it is ended until it was at work.
    // The pauses grow, as a worker that comes back has its tables to make first.
    for (let pause = 700; !(await page.evaluate(() => Reflect.get(globalThis, 'settled') as boolean)); pause *= 1.4) {
      await kill(page, kind);
      await page.waitForTimeout(pause);
    }
    // Nothing of the import is half there: none of it, or all where every end came between two batches.
    const { code } = await outcome(page);
    expect(['worker.died', '']).toContain(code);
    const tables = await page.evaluate(() => behold.tables());
    const whole = { ecom: 31_106, ...(code === '' && { large: 1_000_000 }) };
    expect(Object.fromEntries(tables.map(({ name, rows }) => [name, rows]))).toEqual(whole);
    await expectAlive();
    await expectSentence(page);
  });
}

test('#20 the compute worker ends while training', async ({ page }) => {
  await start(page, 'training');
  await page.waitForFunction(() => 'trains' in globalThis);
  await kill(page, 'compute');
  expect((await outcome(page)).code).toBe('worker.died');
  await expectAlive();
  const { result } = await app.run('propensity', {}, { backend: 'wasm' });
  expect(result.scores).toBeGreaterThan(0);
  await expectSentence(page);
});

test('#20 the storage worker ends while saving', async ({ page }) => {
  await saved(page);
  await page.evaluate(() => behold.setPart('notes', 'before the end'));
  expect(await kill(page, 'storage')).toBeGreaterThan(0);
  await page.evaluate(() => behold.setPart('notes', 'after the end'));
  await saved(page);
  await page.reload();
  await app.ready();
  expect(await page.evaluate(() => behold.part('notes'))).toBe('after the end');
  await expectAlive();
});

test('#20 a database that comes back has every table and view, from the disk', async ({ page }) => {
  await furnish(app);
  const before = await readFacts(page);
  await kill(page, 'database');
  expect(await readFacts(page)).toEqual(before);
  expect((await readStatus(page)).saving).toBe('saved');
});

test('#21 the engine breaks down inside of WebAssembly', async ({ page }) => {
  await order(page, 'trap');
  const { code } = await page.evaluate(() => outcomeOf(behold.sql('SELECT sum(range) FROM range(100000)')));
  // The query may be the one that breaks it, come while it is started again, or find it well.
  expect(['', 'engine.broken', 'worker.died']).toContain(code);
  await expectAlive();
  await expectSentence(page);
});

test('#22 a query needs more memory than there is', async ({ page }) => {
  const greedy = page.evaluate(() =>
    outcomeOf(behold.sql("SELECT length(string_agg(md5(range::VARCHAR), '' ORDER BY range)) FROM range(120000000)")),
  );
  const { code, sentence } = await greedy;
  expect(['sql.memory', 'engine.broken']).toContain(code);
  expect(sentence).toMatch(/fewer rows|memory/i);
  await expectAlive();
});

test.describe('with a small heap', () => {
  test.use({ flags: ['--js-flags=--max-old-space-size=200'] });

  test('#23 a worker fills its heap', async ({ page, context, site }) => {
    await saved(page);
    const before = await readFacts(page);
    const spare = await context.newPage();
    const crashed = page.waitForEvent('crash', { timeout: 60_000 });
    await order(page, 'heap');
    await crashed;
    const next = new Workbench(spare, site.address);
    await next.open();
    expect(await readFacts(next.page)).toEqual(before);
    expect(await readStatus(next.page)).toMatchObject({ access: 'write', damage: [] });
  });
});

test('a cancelled run rejects with AbortError, and a cancelled query leaves the engine usable', async ({ page }) => {
  const name = await page.evaluate(async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    return behold.run('propensity', {}, { seed: 7, signal: controller.signal }).then(
      () => 'finished',
      (error: Error) => error.name,
    );
  });
  expect(name).toBe('AbortError');
  await expectAlive();
});
