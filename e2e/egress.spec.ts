import { chromium, expect, test, type BrowserContext } from '@playwright/test';
import { channels, trace } from './channels.ts';
import { serveSite, startOutside, type Outside } from './servers.ts';
import { Workbench, pages } from './workbench.ts';

const outsideHost = 'outside.test';
let outside: Outside;

test.beforeEach(async () => {
  outside = await startOutside();
});
test.afterEach(() => outside.stop());

/** A browser of our own: all that it sends beyond this machine goes through the outside's proxy. */
async function inBrowser(work: (context: BrowserContext) => Promise<void>): Promise<void> {
  const proxy = { server: outside.proxy, bypass: 'localhost' };
  const browser = await chromium.launch({ ...test.info().project.use.launchOptions, proxy });
  try {
    await work(await browser.newContext({ viewport: { width: 1280, height: 800 } }));
  } finally {
    await browser.close();
  }
}

/** Tries one channel in a fresh tab, as a script planted in the page would, and gives it time to arrive. */
async function tryChannel(context: BrowserContext, address: string, channel: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(address);
  // The channel's code is ours and travels as a function, so that no text has to become script in the page.
  await page
    .evaluate(channels[channel]!, { outside: `http://${outsideHost}`, stun: outside.stun })
    .catch(() => undefined);
  await page.waitForTimeout(700).catch(() => undefined);
  await page.close();
}

/** Chromium closes navigation, new windows and WebRTC from this version on (Connection-Allowlist). */
const allowlistSince = 152;

test('everything that the app does stays on its own origin', async ({ baseURL }) => {
  await inBrowser(async (context) => {
    const origin = new URL(baseURL!).origin;
    const foreign: string[] = [];
    const note = (kind: string, url: string) => {
      const { protocol } = new URL(url);
      const here = url.startsWith(`${origin}/`) || url.startsWith(`blob:${origin}`) || protocol === 'data:';
      if (!here && url !== 'about:blank') foreign.push(`${kind} ${url}`);
    };
    const page = await context.newPage();
    context.on('request', (request) => note('request', request.url()));
    context.on('page', (opened) => foreign.push(`window ${opened.url()}`));
    page.on('websocket', (socket) => foreign.push(`websocket ${socket.url()}`));
    page.on('framenavigated', (frame) => note('navigation', frame.url()));
    await page.addInitScript(() => {
      const made: string[] = [];
      Object.assign(globalThis, { connectionsMade: made });
      for (const name of ['RTCPeerConnection', 'WebTransport'] as const) {
        const noted = new Proxy<typeof RTCPeerConnection | typeof WebTransport>(globalThis[name], {
          construct: (target, args) => {
            made.push(name);
            return Reflect.construct(target, args) as object;
          },
        });
        Object.assign(globalThis, { [name]: noted });
      }
    });

    const app = new Workbench(page, baseURL);
    await app.open();
    await app.importSample('ecom.csv.gz');
    for (const name of pages) await app.goTo(name);
    const analyses = await page.evaluate(() => behold.analyses());
    const possible = analyses.filter(({ missing }) => missing.length === 0).map(({ id }) => id);
    expect(possible).toEqual(expect.arrayContaining(['overview', 'funnel', 'retention', 'propensity']));
    for (const id of possible) {
      await page.evaluate((id) => (location.hash = `#/analyse/${id}`), id);
      await app.run(id, id === 'funnel' ? { steps: ['catalog', 'add_to_cart', 'purchase'] } : {});
    }
    await page.evaluate(async () => behold.open(await behold.save()));
    // Nor does SQL lead out: the engine's own loaders are locked.
    for (const query of [`SELECT * FROM read_csv('http://${outsideHost}/sql')`, 'INSTALL httpfs', 'LOAD icu']) {
      expect(await app.sql(query).catch((error: Error) => error.message), query).toEqual(expect.any(String));
    }
    await app.waitUntilOffline();

    expect(foreign).toEqual([]);
    expect(outside.arrived).toEqual([]);
    expect(await page.evaluate(() => Reflect.get(globalThis, 'connectionsMade') as string[])).toEqual([]);
  });
});

test('control: without the headers, every channel of a planted script gets out', async () => {
  const site = await serveSite({ port: 4187, bare: true });
  try {
    await inBrowser(async (context) => {
      // The service worker would add the headers.
      await context.addInitScript(() => {
        Object.defineProperty(navigator.serviceWorker, 'register', {
          value: () => Promise.reject(new Error('blocked')),
        });
      });
      for (const channel of Object.keys(channels)) {
        outside.arrived.length = 0;
        await tryChannel(context, site.address, channel);
        expect(outside.arrived.join('\n'), channel).toContain(trace(channel, outsideHost));
      }
    });
  } finally {
    await site.stop();
  }
});

test('with the headers, no channel of a planted script gets out', async ({ baseURL }) => {
  await inBrowser(async (context) => {
    const version = Number(context.browser()!.version().split('.')[0]);
    test.skip(version < allowlistSince, `Chromium ${version} does not know the Connection-Allowlist yet`);
    for (const channel of Object.keys(channels)) {
      await tryChannel(context, baseURL!, channel);
      expect(outside.arrived, channel).toEqual([]);
    }
  });
});
