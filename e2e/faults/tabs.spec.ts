import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { SavedRun } from '../../src/contract/document.ts';
import { serveSite } from '../servers.ts';
import { Workbench } from '../workbench.ts';
import { counts, fast } from './counts.ts';
import { readFacts, readStatus } from './facts.ts';
import { furnish } from './furnish.ts';
import { expect, expectSaid, firstPort, test } from './harness.ts';
import { Random } from './random.ts';
import { commitAsNewer } from './sealed.ts';
import type { FaultSite } from './site.ts';

async function openTab(page: Page, site: FaultSite): Promise<Workbench> {
  const app = new Workbench(page, site.address);
  await app.open();
  return app;
}

/** Adds a token to what is only ever added to. The project in which it is on disk, as far as this tab was told; else null. */
const addToken = (page: Page, token: string): Promise<string | null> =>
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
    return code === '' ? (await behold.project()).id : null;
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
  expect(await addToken(page, 'of the writer')).not.toBeNull();
  await expect.poll(() => tokens(other.page)).toContain('of the writer');
  const refused = await other.page.evaluate(() => outcomeOf(behold.setPart('notes', 'by the reader')));
  expect(refused.code).toMatch(/read-only/);
  expect(refused.sentence).toMatch(/another tab/);

  await other.page.getByRole('button', { name: 'Write here instead' }).click();
  await expect.poll(async () => (await readStatus(other.page)).access).toBe('write');
  await expect.poll(async () => (await readStatus(page)).access).toBe('read');
  await expectSaid(page, /another tab|other tab/i);
  expect(await addToken(other.page, 'of the other')).not.toBeNull();
  await expect.poll(() => tokens(page)).toEqual(await tokens(other.page));
  expect(await tokens(page)).toEqual(expect.arrayContaining(['of the writer', 'of the other']));
});

test('#17 a frozen writer is taken over, and overwrites nothing when it wakes', async ({
  app,
  page,
  context,
  cdp,
  site,
}) => {
  await furnish(app);
  const other = await openTab(await context.newPage(), site);
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  await other.page.evaluate(() => behold.takeOver());
  const id = await addToken(other.page, 'while frozen');
  expect(id).not.toBeNull();
  await cdp.send('Page.setWebLifecycleState', { state: 'active' });
  // Whether it knows already that it was robbed or not: nothing of it comes into the project.
  expect(await addToken(page, 'by the one that slept')).not.toBe(id);
  await other.page.reload();
  await other.ready();
  expect((await readStatus(other.page)).id).toBe(id);
  expect(await tokens(other.page)).toContain('while frozen');
  expect(await tokens(other.page)).not.toContain('by the one that slept');
  await expectSaid(page, /another tab|as a copy/i);
});

test('#18 a newer version writes the project that this tab has open', fast, async ({ app, page, disk }) => {
  await furnish(app);
  const { id } = await readStatus(page);
  await commitAsNewer(disk, 99);
  const newer = await disk.digest();
  const saved = await addToken(page, 'of the older version');
  expect(saved).not.toBe(id);
  await expectSaid(page, /newer version|as a copy/i);
  // What the newer version wrote is as it was: the older one went on beside it, or not at all.
  const after = await disk.digest();
  for (const path of Object.keys(newer).filter((path) => path.includes(`/${id}/`)))
    expect(after[path]).toBe(newer[path]);
  if (saved) expect(await tokens(page)).toContain('of the older version');
  expect((await page.evaluate(() => behold.projects())).find((project) => project.id === id)?.state).toBe('newer');
});

test('#19 a new version of the app comes while a project is changed', async ({ context }) => {
  test.setTimeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'behold-site-'));
  cpSync(process.env.E2E_DIST ?? 'dist', folder, { recursive: true });
  const server = await serveSite({ port: firstPort + 1, dir: folder });
  try {
    const app = new Workbench(await context.newPage(), server.address);
    await app.open();
    await app.waitUntilOffline();
    await app.importText('log.csv', 'user,time\nann,2024-01-01\n');
    await app.page.evaluate(() => Object.assign(globalThis, { 'never reloaded': true }));
    const other = new Workbench(await context.newPage(), server.address);
    await other.open();

    publishNewVersion(folder);
    await other.page.evaluate(async () => {
      const registration = (await navigator.serviceWorker.getRegistration())!;
      await registration.update();
      const worker = registration.installing ?? registration.waiting!;
      while (worker.state === 'installing') await new Promise((done) => setTimeout(done, 50));
    });
    // It waits; the tab that is being used is left alone, and saves as before.
    expect(await addToken(app.page, 'before the swap')).not.toBeNull();

    await other.page.evaluate(async () => {
      const changed = new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done));
      (await navigator.serviceWorker.getRegistration())!.waiting!.postMessage('activate');
      await changed;
    });
    await expectSaid(app.page, /newer version/i);
    await expect.poll(async () => (await readStatus(app.page)).access).toBe('outdated');
    expect(await app.page.evaluate(() => 'never reloaded' in globalThis)).toBe(true);
    // It saves nothing more, and says so.
    expect(await addToken(app.page, 'after the swap')).toBeNull();
    await app.page.reload();
    await app.ready();
    expect(await tokens(app.page)).toEqual(['before the swap']);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A new service worker in the build: its list has another version. */
function publishNewVersion(folder: string): void {
  const file = join(folder, 'sw.js');
  const script = readFileSync(file, 'utf8');
  const [version] = /\b[0-9a-f]{16}\b/.exec(script)!;
  writeFileSync(file, script.replaceAll(version, version.split('').reverse().join('')));
}

/** Two tabs, either of which may be closed now and then. */
interface Tabs {
  open: (Page | null)[];
  /** The tokens that were said to be on disk, by the project. */
  committed: Map<string, Set<string>>;
}

type Step = (tabs: Tabs, which: number, token: string) => Promise<void>;

const edit: Step = async ({ open, committed }, which, token) => {
  const id = await addToken(open[which]!, token).catch(() => null);
  if (id) committed.set(id, (committed.get(id) ?? new Set()).add(token));
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
    if (tabs.open[which]) continue;
    tabs.open[which] = await make();
    await openTab(tabs.open[which], site);
  }
}

interface Standing {
  id: string;
  access: string;
  tokens: string[];
}

/** How a tab stands when it has come to rest. */
const standing = (page: Page): Promise<Standing> =>
  page.evaluate(async () => {
    const { id, access } = await behold.project();
    return { id, access, tokens: (await behold.part('runs')).map((run) => run.id) };
  });

/** How long a tab may take to show what the other committed, on a machine with much else to do. */
const FOLLOWED_WITHIN = 10_000;

/** Both tabs at rest: two answers in a row are the same. */
async function atRest(tabs: Tabs): Promise<Standing[]> {
  let before = '';
  for (let look = 0; look < 40; look++) {
    const now = await Promise.all(tabs.open.map((page) => standing(page!)));
    if (JSON.stringify(now) === before) return now;
    before = JSON.stringify(now);
    await new Promise((done) => setTimeout(done, 150));
  }
  throw new Error(`the tabs do not come to rest: ${before}`);
}

const missing = (tokens: Iterable<string>, found: readonly string[]): string[] =>
  [...tokens].filter((token) => !found.includes(token));

test('random sequences of changes in two tabs overwrite nothing', async ({ context, page, site }) => {
  test.setTimeout(60_000 + counts.sequences * 30_000);
  const random = new Random(counts.seed);
  const tabs: Tabs = { open: [page, null], committed: new Map() };
  await openTab(page, site);
  const newTab = () => context.newPage();
  const reopen: Step = async ({ open }, which) => {
    await open[which]!.close();
    open[which] = null;
    await openBoth(tabs, newTab, site);
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
  const faults: string[] = [];
  const found = { changes: 0, tokens: 0, copies: 0, writers: 0 };
  let main = '';

  /** A project of its own for some sequences, as a list that only grows makes everything slow. */
  const begin = async () => {
    await tabs.open[1]?.close();
    tabs.open[1] = null;
    tabs.committed.clear();
    main = await tabs.open[0]!.evaluate(async () => {
      if ((await behold.project()).access === 'read') await behold.takeOver();
      await behold.newProject();
      await behold.setPart('notes', 'begun');
      await behold.saved();
      const { id } = await behold.project();
      for (const other of await behold.projects()) if (other.id !== id) await behold.deleteProject(other.id);
      return id;
    });
    await openBoth(tabs, newTab, site);
  };

  /** What the tabs lack of what was said to be on disk. A tab hears of the other's commit, and reads it: given time, it must have it. */
  const lacking = (now: readonly Standing[]) =>
    now.flatMap(({ id, tokens: there }) => missing(tabs.committed.get(id) ?? [], there));

  const followed = async (): Promise<Standing[]> => {
    const patience = Date.now() + FOLLOWED_WITHIN;
    for (;;) {
      const now = await atRest(tabs);
      if (lacking(now).length === 0 || Date.now() > patience) return now;
    }
  };

  const check = async (log: string) => {
    const now = await followed();
    const writing = now.filter(({ access }) => access === 'write').map(({ id }) => id);
    if (new Set(writing).size < writing.length) {
      found.writers++;
      faults.push(`two writers after ${log}`);
    }
    const lost = lacking(now);
    if (lost.length) faults.push(`${lost.join()} overwritten or not followed after ${log}`);
    // A tab that was robbed while it had changes goes on in a copy: back to the project of both.
    for (const [which, { id }] of now.entries()) {
      if (id === main) continue;
      found.copies++;
      await tabs.open[which]!.evaluate((id) => behold.openProject(id), main);
    }
  };

  for (let sequence = 0; sequence < counts.sequences; sequence++) {
    if (sequence % 25 === 0) await begin();
    const log: string[] = [];
    for (let step = random.int(3, 9); step > 0; step--) {
      const [name, make] = random.pick(steps);
      const which = random.int(0, 2);
      log.push(`${name} in ${'AB'[which]}`);
      await make(tabs, which, `${sequence}-${step}`);
    }
    found.changes += log.length;
    const before = faults.length;
    await check(`sequence ${sequence}: ${log.join(', ')}`);
    if (faults.length > before) console.log(faults.slice(before).join('\n'));
    if (sequence % 25 < 24 && sequence < counts.sequences - 1) continue;
    // What is on disk, as a tab reads it that knows nothing.
    await tabs.open[0]!.reload();
    await new Workbench(tabs.open[0]!).ready();
    await tabs.open[0]!.evaluate((id) => behold.openProject(id), main);
    const committed = tabs.committed.get(main) ?? new Set();
    found.tokens += committed.size;
    const gone = missing(committed, await tokens(tabs.open[0]!));
    if (gone.length) {
      faults.push(`${gone.join()} gone after a reload`);
      console.log(faults.at(-1));
    }
  }
  const overwrites = faults.filter((fault) => /overwritten|gone/.test(fault)).length;
  console.log(
    `two tabs: ${counts.sequences} sequences of ${found.changes} changes (seed ${counts.seed}), ${found.tokens} commits followed, ` +
      `overwrites: ${overwrites}, two writers: ${found.writers}, continued as copies: ${found.copies}`,
  );
  expect(faults).toEqual([]);
});
