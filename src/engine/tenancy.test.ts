import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { Tenancy } from './tenancy.ts';
import { TestBrowser } from './testing/tabs.ts';
import type { TestTab } from './testing/tabs.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** What a promise came to, told while time is only pretended. */
function watch<T>(promise: Promise<T>) {
  const seen: { value?: T; error?: string } = {};
  promise.then(
    (value) => (seen.value = value),
    (error: Error) => (seen.error = error.name),
  );
  return seen;
}

/** A tab with its tenancy, and what its hooks heard. Saving takes `saving` ms when it is asked. */
function page(browser: TestBrowser, { saving = 10, fails = false } = {}) {
  const tab = browser.tab();
  const heard: string[] = [];
  const hooks = {
    onAsked: async () => {
      heard.push('asked');
      await new Promise((resolve) => setTimeout(resolve, saving));
      if (fails) throw new Error('full');
    },
    onLost: () => void heard.push('lost'),
    onCommitted: (sequence: number) => void heard.push(`committed ${sequence}`),
    onVacant: () => void heard.push('vacant'),
  };
  return { tab, heard, tenancy: new Tenancy(hooks, tab) };
}

function pages(...options: ({ saving?: number; fails?: boolean } | undefined)[]) {
  const browser = new TestBrowser(() => 2);
  return options.map((each) => page(browser, each));
}

describe('claim', () => {
  it('makes the first one the writer, and the second a follower', async () => {
    const [a, b] = pages(undefined, undefined);
    const claims = [watch(a!.tenancy.claim('p')), watch(b!.tenancy.claim('p'))];
    await wait(5000);
    expect(claims.map(({ value }) => value)).toEqual([true, false]);
    expect([a!.tenancy.holds, b!.tenancy.holds, a!.heard, b!.heard]).toEqual([true, false, [], []]);
  });

  it('of another project lets go of the first', async () => {
    const [a, b] = pages(undefined, undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    const other = watch(a!.tenancy.claim('q'));
    await wait(20);
    const first = watch(b!.tenancy.claim('p'));
    await wait(20);
    expect([other.value, first.value]).toEqual([true, true]);
  });

  it('of the same project again is at once', async () => {
    const [a] = pages(undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    const again = watch(a!.tenancy.claim('p'));
    await wait(0);
    expect(again.value).toBe(true);
  });

  it('right after letting go waits for its own lock', async () => {
    const [a] = pages(undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    a!.tenancy.release();
    const again = watch(a!.tenancy.claim('p'));
    await wait(20);
    expect(again.value).toBe(true);
  });

  it('that was overtaken by another wish is none', async () => {
    const [a, b] = pages(undefined, undefined);
    const first = watch(a!.tenancy.claim('p'));
    const second = watch(a!.tenancy.claim('q'));
    await wait(20);
    expect([first.value, second.value]).toEqual([false, true]);
    const other = watch(b!.tenancy.claim('p'));
    await wait(20);
    expect(other.value).toBe(true);
  });
});

describe('taking over', () => {
  it('lets the writer save before it lets go; it follows then', async () => {
    const [a, b] = pages({ saving: 500 }, undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    const over = watch(b!.tenancy.takeOver('p'));
    await wait(400);
    expect([a!.tenancy.holds, 'value' in over]).toEqual([true, false]);
    await wait(200);
    expect([a!.tenancy.holds, b!.tenancy.holds, 'value' in over]).toEqual([false, true, true]);
    b!.tenancy.announce(7);
    await wait(5000);
    expect([a!.heard, b!.heard]).toEqual([['asked', 'committed 7'], []]);
  });

  it('waits for a long save, as long as there are answers', async () => {
    const [a, b] = pages({ saving: 20_000 }, undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    const over = watch(b!.tenancy.takeOver('p'));
    await wait(19_900);
    expect('value' in over).toBe(false);
    await wait(200);
    expect([b!.tenancy.holds, a!.heard]).toEqual([true, ['asked']]);
  });

  it('does not wait for ever', async () => {
    const [a, b] = pages({ saving: 1e9 }, undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    void b!.tenancy.takeOver('p');
    await wait(31_000);
    expect([a!.tenancy.holds, b!.tenancy.holds, a!.heard]).toEqual([false, true, ['asked', 'lost']]);
  });

  it('succeeds where the writer can not save', async () => {
    const [a, b] = pages({ fails: true }, undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    void b!.tenancy.takeOver('p');
    await wait(100);
    expect([a!.tenancy.holds, b!.tenancy.holds]).toEqual([false, true]);
  });

  it('steals from a frozen tab, which learns of it when it wakes, is not asked then, and follows', async () => {
    const [a, b] = pages(undefined, undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    a!.tab.freeze();
    const over = watch(b!.tenancy.takeOver('p', 4000));
    await wait(3990);
    expect('value' in over).toBe(false);
    await wait(50);
    expect([b!.tenancy.holds, 'value' in over]).toEqual([true, true]);
    a!.tab.thaw();
    await wait(50);
    expect([a!.tenancy.holds, a!.heard]).toEqual([false, ['lost']]);
    b!.tab.close();
    await wait(1100);
    expect(a!.heard).toEqual(['lost', 'vacant']);
  });

  it('steals from a tab of another version, whose words it does not know', async () => {
    const browser = new TestBrowser(() => 2);
    const [old, b] = [browser.tab(), page(browser)];
    const ended = watch(old.locks.request('behold-writer-p', () => new Promise(() => undefined)));
    await wait(20);
    const over = watch(b.tenancy.takeOver('p', 1000));
    await wait(1100);
    expect(['value' in over, ended.error]).toEqual([true, 'AbortError']);
  });

  it('of a project that nobody writes is at once', async () => {
    const [a] = pages(undefined);
    void a!.tenancy.takeOver('p');
    await wait(10);
    expect(a!.tenancy.holds).toBe(true);
  });

  it('by two at once ends with one writer, and neither is stolen from', async () => {
    const [a, b, c] = pages(undefined, undefined, undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    const both = [watch(b!.tenancy.takeOver('p')), watch(c!.tenancy.takeOver('p'))];
    await wait(10_000);
    expect(both.every((over) => 'value' in over)).toBe(true);
    expect([a!, b!, c!].filter(({ tenancy }) => tenancy.holds)).toHaveLength(1);
    expect([a!, b!, c!].flatMap(({ heard }) => heard)).not.toContain('lost');
  });

  it('is given up where the tab wants something else', async () => {
    const [a, b] = pages({ saving: 1000 }, undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    const over = watch(b!.tenancy.takeOver('p'));
    await wait(20);
    b!.tenancy.release();
    await wait(5000);
    expect([over.error, b!.tenancy.holds]).toEqual(['AbortError', false]);
    expect(a!.heard).toEqual(['asked', 'vacant']);
  });
});

describe('following', () => {
  it.each(['closes', 'lets go'])('tells once when the writer %s', async (how) => {
    const [a, b] = pages(undefined, undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    b!.tenancy.follow('p');
    await wait(3000);
    expect(b!.heard).toEqual([]);
    if (how === 'closes') a!.tab.close();
    else a!.tenancy.release();
    await wait(10_000);
    expect(b!.heard).toEqual(['vacant']);
  });

  it('tells again when the next writer is gone', async () => {
    const [a, b, c] = pages(undefined, undefined, undefined);
    c!.tenancy.follow('p');
    await wait(1500);
    for (const writer of [a!, b!]) {
      void writer.tenancy.claim('p');
      await wait(1500);
      writer.tab.close();
      await wait(1500);
    }
    expect(c!.heard).toEqual(['vacant', 'vacant', 'vacant']);
  });

  it('does not tell while somebody has asked for the lock', async () => {
    const [a, b, c] = pages({ saving: 3000 }, undefined, undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    c!.tenancy.follow('p');
    void b!.tenancy.takeOver('p');
    await wait(10_000);
    expect([b!.tenancy.holds, c!.heard]).toEqual([true, []]);
  });

  it('keeps nobody from writing, even when frozen', async () => {
    const [a, b, c] = pages(undefined, undefined, undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    b!.tenancy.follow('p');
    b!.tab.freeze();
    a!.tab.close();
    const claim = watch(c!.tenancy.claim('p'));
    await wait(50);
    expect(claim.value).toBe(true);
  });

  it('as a writer lets go', async () => {
    const [a] = pages(undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    a!.tenancy.follow('p');
    expect(a!.tenancy.holds).toBe(false);
    await wait(50);
    expect(a!.heard).toEqual(['vacant']);
  });
});

describe('messages', () => {
  it('tell the others of a commit, not oneself', async () => {
    const [a, b, c] = pages(undefined, undefined, undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    b!.tenancy.follow('p');
    c!.tenancy.follow('other');
    a!.tenancy.announce(3);
    await wait(20);
    expect([a!.heard, b!.heard, c!.heard]).toEqual([[], ['committed 3'], ['vacant']]);
  });

  it.each([
    ['another form', { form: 2, id: 'p', kind: 'ask' }],
    ['no form', { id: 'p', kind: 'ask' }],
    ['another project', { form: 1, id: 'q', kind: 'ask' }],
    ['another kind', { form: 1, id: 'p', kind: 'give' }],
    ['no sequence', { form: 1, id: 'p', kind: 'committed' }],
    ['half a sequence', { form: 1, id: 'p', kind: 'committed', sequence: 1.5 }],
    ['no object', 'ask'],
    ['nothing', null],
  ])('of %s are ignored', async (_, message) => {
    const browser = new TestBrowser(() => 2);
    const a = page(browser);
    await Promise.all([a.tenancy.claim('p'), wait(20)]);
    browser.tab().channel('behold-tabs').postMessage(message);
    await wait(100);
    expect([a.tenancy.holds, a.heard]).toEqual([true, []]);
  });

  it('are not heard after release', async () => {
    const [a, b] = pages(undefined, undefined);
    await Promise.all([a!.tenancy.claim('p'), wait(20)]);
    b!.tenancy.follow('p');
    b!.tenancy.release();
    a!.tenancy.announce(3);
    await wait(2000);
    expect(b!.heard).toEqual([]);
  });
});

/** Three places for tabs; what is done in each, and how long until the next deed. */
const calm = ['claim', 'takeOver', 'release', 'close', 'follow'] as const;
const rough = [...calm, 'freeze', 'thaw'] as const;
const deeds = (kinds: readonly (typeof rough)[number][]) =>
  fc.array(
    fc.record({ place: fc.nat(2), kind: fc.constantFrom(...kinds), wait: fc.constantFrom(0, 1, 5, 30, 700, 4500) }),
    {
      maxLength: 40,
    },
  );

interface Player {
  tab: TestTab;
  tenancy: Tenancy;
  wants: boolean;
}

/** Tabs which become writers by themselves when the project falls free, as long as they want to. */
class Game {
  readonly browser: TestBrowser;
  readonly random: () => number;
  readonly players: Player[];
  /** The most tabs that thought at once to be the writer. */
  most = 0;
  lost = 0;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.browser = new TestBrowser(() => Math.floor(this.random() * 20));
    this.players = [0, 1, 2].map(() => this.enter());
  }

  get writers(): number {
    return this.players.filter(({ tenancy }) => tenancy.holds).length;
  }

  enter(): Player {
    const tab = this.browser.tab();
    const tenancy: Tenancy = new Tenancy(
      {
        onAsked: () => new Promise((resolve) => setTimeout(resolve, this.random() * 50)),
        onLost: () => void this.lost++,
        onCommitted: () => undefined,
        onVacant: () => void (player.wants && tenancy.claim('p')),
      },
      { channel: tab.channel, locks: { query: () => tab.locks.query(), request: this.#counted(tab) } },
    );
    const player: Player = { tab, tenancy, wants: false };
    return player;
  }

  do(kind: (typeof rough)[number], place: number): void {
    const { tab, tenancy } = this.players[place]!;
    if (kind === 'freeze' || kind === 'thaw') return tab[kind]();
    this.players[place]!.wants = kind === 'claim' || kind === 'takeOver';
    if (kind === 'claim') void tenancy.claim('p');
    else if (kind === 'takeOver') tenancy.takeOver('p').catch((error: Error) => expect(error.name).toBe('AbortError'));
    else if (kind === 'follow') tenancy.follow('p');
    else if (kind === 'release') tenancy.release();
    else {
      tab.close();
      this.players[place] = this.enter();
    }
  }

  #counted({ locks }: TestTab): LockManager['request'] {
    const request = (name: string, options: LockOptions, granted: (lock: Lock | null) => unknown) =>
      locks.request(name, options, (lock) => {
        const held = granted(lock);
        this.most = Math.max(this.most, this.writers);
        return held;
      });
    return request as LockManager['request'];
  }
}

async function play(
  seed: number,
  list: { place: number; kind: (typeof rough)[number]; wait: number }[],
): Promise<Game> {
  const game = new Game(seed);
  for (const deed of list) {
    game.do(deed.kind, deed.place);
    await wait(deed.wait);
    expect(game.browser.locks.holders('behold-writer-p').length).toBeLessThanOrEqual(1);
  }
  game.players.forEach(({ tab }) => tab.thaw());
  await wait(60_000);
  const wanted = game.players.some(({ wants }) => wants);
  expect([game.writers, game.browser.locks.holders('behold-writer-p').length]).toEqual(wanted ? [1, 1] : [0, 0]);
  game.players.forEach(({ tab }) => tab.close());
  return game;
}

describe('by random deeds in three tabs', () => {
  it('there are never two writers, and in the end one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), deeds(calm), async (seed, list) => {
        const { most, lost } = await play(seed, list);
        expect(most).toBeLessThanOrEqual(1);
        expect(lost).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('and with frozen tabs there is one lock, and in the end one writer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), deeds(rough), async (seed, list) => void (await play(seed, list))),
      { numRuns: 200 },
    );
  });
});
