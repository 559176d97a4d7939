import type { BrowserContext, Page } from '@playwright/test';
import { Workbench } from '../workbench.ts';
import { aims, firstChange, horizons, nextChange, readShown, shown, train } from './changes.ts';
import type { Model, Shown } from './changes.ts';
import { counts, fast } from './counts.ts';
import { Disk } from './disk.ts';
import { readFacts, readStatus } from './facts.ts';
import { furnish, furnishWithModel } from './furnish.ts';
import { expect, expectSaid, saved, test } from './harness.ts';
import { KillableBrowser } from './killable.ts';
import { Random, median } from './random.ts';
import type { FaultSite } from './site.ts';

let browser: KillableBrowser;
test.beforeEach(() => (browser = new KillableBrowser()));
test.afterEach(() => browser.remove());

const pageOf = async (context: BrowserContext): Promise<Page> => context.pages()[0] ?? context.newPage();

/** Opens the app and asks it a first question; how long that took, in ms. */
async function reopen(page: Page, site: FaultSite, question = 'SELECT count(*) AS n FROM ecom'): Promise<number> {
  const start = performance.now();
  const app = new Workbench(page, site.address);
  await app.open();
  await app.sql(question);
  return performance.now() - start;
}

test('#1 renderer crash', fast, async ({ app, page, context, cdp, site }) => {
  await furnishWithModel(app);
  const before = await readFacts(page);
  // There from the start: a browser whose only tab is a crashed one opens no other.
  const next = await context.newPage();
  const crashed = page.waitForEvent('crash');
  void cdp.send('Page.crash').catch(() => undefined);
  await crashed;
  const ms = await reopen(next, site);
  console.log(`renderer crash: reopened in ${(ms / 1000).toFixed(1)} s`);
  expect(await readFacts(next)).toEqual(before);
  // Its lock was given back: this page writes, and nothing is amiss.
  expect(await readStatus(next)).toMatchObject({ access: 'write', damage: [], fromPrevious: false, interrupted: null });
});

test('#2 SIGKILL while importing', async ({ site }) => {
  test.setTimeout(120_000);
  let page = await pageOf(await browser.start());
  let app = new Workbench(page, site.address);
  await app.open();
  await furnish(app);
  const before = await readFacts(page);
  const disk = await Disk.open(await page.context().newPage(), site.address);
  const importing = page.evaluate(() => {
    const line = 'user_%,2024-01-01 00:00:00,view,1.5\n';
    const lines = Array.from({ length: 1_500_000 }, (_, index) => line.replace('%', String(index % 5000)));
    return behold.import([new File(['user,time,event,amount\n', lines.join('')], 'large.csv')]);
  });
  importing.catch(() => undefined);
  await expect.poll(() => disk.find(/marks\/import\.json$/), { intervals: [50] }).toHaveLength(1);
  await new Promise((done) => setTimeout(done, 300));
  await browser.kill();

  page = await pageOf(await browser.start());
  app = new Workbench(page, site.address);
  await app.open();
  expect(await readFacts(page)).toEqual(before);
  const { interrupted } = await readStatus(page);
  expect(interrupted?.files).toMatchObject([{ name: 'large.csv' }]);
  await expectSaid(page, /large\.csv/);
});

/** What one kill came to. */
interface Killed {
  ms: number;
  /** '' where the project opened with all that was committed. */
  fault: string;
}

/** Makes changes until the browser is gone; returns the states that the project may be in. */
async function changeUntilKilled(page: Page, model: Model, aim: string, random: Random, scores: Map<string, string>) {
  let possible: Model[] = [model];
  let last = model;
  const log: string[] = [];
  const dies = setTimeout(() => void browser.kill(), random.int(0, aims[aim]!.within));
  try {
    for (let change = firstChange(aim, last, random, scores); ; change = nextChange(last, random, scores)) {
      possible = [last, ...change.states];
      log.push(change.name);
      await change.make(page);
      await saved(page);
      log.push('saved');
      last = change.states.at(-1)!;
      possible = [last];
    }
  } catch (error) {
    // The end that was meant to come; any other is a fault of the app.
    if (!/closed|crashed|disconnected|Target/i.test(String(error))) throw error;
  } finally {
    clearTimeout(dies);
  }
  await browser.kill();
  return { possible, log };
}

const same = (a: Shown, b: Shown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (state: Shown) => ({
  ...state,
  tables: Object.entries(state.tables).sort(([a], [b]) => (a < b ? -1 : 1)),
});

/** Which of the states the reopened project is in; throws where it is in none, or does not open whole. */
async function settle(page: Page, possible: Model[]): Promise<Model> {
  const status = await readStatus(page);
  if (status.damage.length || status.fromPrevious) throw new Error(`damage: ${JSON.stringify(status.damage)}`);
  const broken = (await page.evaluate(() => behold.projects())).filter(({ state }) => state !== 'whole');
  if (broken.length) throw new Error(`projects not whole: ${JSON.stringify(broken)}`);
  const found = await readShown(page);
  const model = possible.findLast((each) => same(shown(each), found));
  if (!model) throw new Error(`lost: ${JSON.stringify(found)}, expected ${JSON.stringify(possible.map(shown))}`);
  return model;
}

/** A project with a log to train on, and what its scores come to. */
async function setUp(page: Page, site: FaultSite): Promise<{ model: Model; scores: Map<string, string> }> {
  const app = new Workbench(page, site.address);
  await app.open();
  await app.importSample('ecom.csv.gz');
  const scores = new Map<string, string>();
  for (const horizon of horizons) {
    await train(page, horizon);
    scores.set(horizon, (await readShown(page)).trained!);
  }
  await saved(page);
  const { notes, zone, where, trained } = await readShown(page);
  return { model: { tables: {}, notes, zone, where, trained }, scores };
}

test('#3 SIGKILL at random moments of edits, import, save and training', async ({ site }) => {
  test.setTimeout(60_000 + counts.kills * 40_000);
  const random = new Random(counts.seed);
  let page = await pageOf(await browser.start());
  let { model, scores } = await setUp(page, site);
  const killed: Killed[] = [];
  const names = Object.keys(aims);
  for (let round = 0; round < counts.kills; round++) {
    const aim = names[round % names.length]!;
    const { possible, log } = await changeUntilKilled(page, model, aim, random, scores);
    page = await pageOf(await browser.start());
    try {
      killed.push({ ms: await reopen(page, site), fault: '' });
      model = await settle(page, possible);
    } catch (error) {
      killed.push({ ms: NaN, fault: `kill ${round}, ${aim} (${log.join(', ')}): ${String(error).slice(0, 1000)}` });
      console.log(killed.at(-1)!.fault);
      await browser.remove();
      browser = new KillableBrowser();
      page = await pageOf(await browser.start());
      ({ model, scores } = await setUp(page, site));
    }
  }
  const faults = killed.filter(({ fault }) => fault).map(({ fault }) => fault);
  const lost = faults.filter((fault) => /lost/.test(fault)).length;
  const times = killed.flatMap(({ ms }) => (Number.isNaN(ms) ? [] : [ms / 1000]));
  console.log(
    `kills: ${counts.kills} (seed ${counts.seed}), committed changes lost: ${lost}, unopenable: ${faults.length - lost}, ` +
      `median reopen ${median(times).toFixed(1)} s`,
  );
  expect(faults).toEqual([]);
});
