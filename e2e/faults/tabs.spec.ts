import type { Page } from '@playwright/test';
import type { SavedRun } from '../../src/contract/document.ts';
import { Workbench } from '../workbench.ts';
import { counts, fast } from './counts.ts';
import { readFacts, readStatus } from './facts.ts';
import { furnish } from './furnish.ts';
import { expect, expectSaid, reload, test } from './harness.ts';
import { Random } from './random.ts';
import type { FaultSite } from './site.ts';

async function openTab(page: Page, site: FaultSite): Promise<Workbench> {
  const app = new Workbench(page, site.address);
  await app.open();
  return app;
}

/** Adds a token to what is only ever added to. True where it is on disk, as far as this tab was told. */
const addToken = (page: Page, token: string): Promise<boolean> =>
  page.evaluate(async (token) => {
    const run: SavedRun = {
      id: token,
      name: token,
      analysis: 'overview',
      version: 1,
      params: {},
      seed: 1,
      fingerprint: '',
      digest: '',
      sentence: '',
      at: '2024-01-01T00:00:00.000Z',
    };
    const { code } = await outcomeOf(
      (async () => {
        await behold.setPart('runs', [...(await behold.part('runs')), run]);
        await behold.saved();
      })(),
    );
    return code === '';
  }, token);

const tokens = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await behold.part('runs')).map(({ id }) => id));

/** Where a page is on its way to another one, what it was asked is lost with it. */
const unlessGone = (call: Promise<unknown>): Promise<unknown> => call.catch(() => undefined);

test('#17 two tabs, one writer; the other follows and takes over', fast, async ({ app, page, context, site }) => {
  await furnish(app);
  const other = await openTab(await context.newPage(), site);
  expect((await readStatus(page)).access).toBe('write');
  expect((await readStatus(other.page)).access).toBe('read');
  await expectSaid(other.page, /another tab|other tab/i);
  expect(await readFacts(other.page)).toEqual(await readFacts(page));

  // What the writer changes, the other one sees; what it tries itself is refused in words.
  expect(await addToken(page, 'of the writer')).toBe(true);
  await expect.poll(() => tokens(other.page)).toContain('of the writer');
  const refused = await other.page.evaluate(() => outcomeOf(behold.setPart('notes', 'by the reader')));
  expect(refused.code).toMatch(/read-only/);
  expect(refused.sentence).toMatch(/take over|other tab|another tab/i);

  await other.page.getByRole('button', { name: /^Take over/ }).click();
  await expect.poll(async () => (await readStatus(other.page)).access).toBe('write');
  await expect.poll(async () => (await readStatus(page)).access).toBe('read');
  await expectSaid(page, /another tab|other tab/i);
  expect(await addToken(other.page, 'of the other')).toBe(true);
  await expect.poll(() => tokens(page)).toEqual(await tokens(other.page));
  expect(await tokens(page)).toEqual(expect.arrayContaining(['of the writer', 'of the other']));
});

test(
  '#17 a frozen writer is taken over, and overwrites nothing when it wakes',
  fast,
  async ({ app, page, context, cdp, site }) => {
    await furnish(app);
    const other = await openTab(await context.newPage(), site);
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    await other.page.evaluate(() => behold.takeOver());
    expect(await addToken(other.page, 'while frozen')).toBe(true);
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    await expect.poll(async () => (await readStatus(page)).access).toBe('read');
    expect(await addToken(page, 'by the one that slept')).toBe(false);
    await expect.poll(() => tokens(page)).toContain('while frozen');
    expect(await tokens(other.page)).not.toContain('by the one that slept');
  },
);

/** Two tabs, either of which may be closed now and then. */
interface Tabs {
  open: (Page | null)[];
  committed: Set<string>;
}

type Step = (tabs: Tabs, which: number, token: string) => Promise<void>;

const edit: Step = async ({ open, committed }, which, token) => {
  if (await addToken(open[which]!, token).catch(() => false)) committed.add(token);
};

const takeOver: Step = async ({ open }, which) => {
  await unlessGone(open[which]!.evaluate(() => outcomeOf(behold.takeOver())));
};

/** The two at once: what one commits while the other takes over must be seen by it. */
const race: Step = async (tabs, which, token) => {
  await Promise.all([
    edit(tabs, which, `${token}-a`),
    takeOver(tabs, 1 - which, token),
    edit(tabs, 1 - which, `${token}-b`),
  ]);
};

const settings: Step = async ({ open }, which, token) => {
  const minutes = 5 + (token.length % 90);
  await unlessGone(open[which]!.evaluate((n) => outcomeOf(behold.setSettings({ sessionGapMinutes: n })), minutes));
};

const notes: Step = async ({ open }, which, token) => {
  await unlessGone(open[which]!.evaluate((text) => outcomeOf(behold.setPart('notes', text)), token));
};

async function openBoth(tabs: Tabs, make: () => Promise<Page>, site: FaultSite): Promise<void> {
  for (const which of [0, 1]) {
    const page = tabs.open[which];
    if (page) continue;
    tabs.open[which] = await make();
    await openTab(tabs.open[which], site);
  }
}

test('random sequences of changes in two tabs overwrite nothing', fast, async ({ context, page, site }) => {
  test.setTimeout(60_000 + counts.sequences * 30_000);
  const random = new Random(counts.seed);
  const tabs: Tabs = { open: [page, null], committed: new Set() };
  const first = await openTab(page, site);
  const faults: string[] = [];
  let [made, writers] = [0, 0];
  const reopen: Step = async ({ open }, which) => {
    await open[which]!.close();
    open[which] = null;
    await openBoth(tabs, () => context.newPage(), site);
  };
  const again: Step = async ({ open }, which) => {
    await open[which]!.reload();
    await new Workbench(open[which]!).ready();
  };
  // The dear ones are rarer: they take seconds, the others some hundredths.
  const steps: readonly (readonly [string, Step])[] = [
    ...Array.from({ length: 8 }, () => ['edit', edit] as const),
    ...Array.from({ length: 4 }, () => ['race', race] as const),
    ...Array.from({ length: 4 }, () => ['take over', takeOver] as const),
    ['settings', settings],
    ['notes', notes],
    ['reload', again],
    ['close and reopen', reopen],
  ];
  for (let sequence = 0; sequence < counts.sequences; sequence++) {
    // A new project now and then, as a list that only grows makes everything slow.
    if (sequence % 25 === 0) {
      await tabs.open[1]?.close();
      await tabs.open[0]!.evaluate(async () => {
        await behold.takeOver();
        await behold.newProject();
        await behold.setPart('notes', 'begun');
        await behold.saved();
      });
      tabs.open[1] = null;
      tabs.committed.clear();
      await openBoth(tabs, () => context.newPage(), site);
    }
    const log: string[] = [];
    for (let step = random.int(3, 9); step > 0; step--) {
      const [name, make] = random.pick(steps);
      const which = random.int(0, 2);
      log.push(`${name} in ${'AB'[which]}`);
      await make(tabs, which, `${sequence}-${step}`);
    }
    made += log.length;
    const access = await Promise.all(tabs.open.map((tab) => readStatus(tab!).then(({ access }) => access)));
    if (access.filter((each) => each === 'write').length > 1) {
      writers++;
      faults.push(`sequence ${sequence}: two writers after ${log.join(', ')}`);
    }
    // What is on disk now, as a tab that knows nothing reads it.
    const [writer] = tabs.open.filter((_, which) => access[which] === 'write');
    const found = new Set(await tokens(writer ?? tabs.open[0]!));
    const missing = [...tabs.committed].filter((token) => !found.has(token));
    if (missing.length) faults.push(`sequence ${sequence}: ${missing.join()} overwritten by ${log.join(', ')}`);
    for (const token of missing) tabs.committed.delete(token);
    if (sequence % 25 === 24 || sequence === counts.sequences - 1) {
      await reload(new Workbench(tabs.open[0]!));
      const kept = new Set(await tokens(tabs.open[0]!));
      const gone = [...tabs.committed].filter((token) => !kept.has(token));
      if (gone.length) faults.push(`after a reload: ${gone.join()} are gone`);
    }
  }
  expect(first.page.isClosed() || tabs.open.includes(first.page)).toBe(true);
  const overwrites = faults.filter((fault) => /overwritten|gone/.test(fault)).length;
  console.log(
    `two tabs: ${counts.sequences} sequences of ${made} changes (seed ${counts.seed}), overwrites: ${overwrites}, two writers: ${writers}`,
  );
  expect(faults).toEqual([]);
});
