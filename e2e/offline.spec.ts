import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { serveSite } from './servers.ts';
import { Workbench } from './workbench.ts';

const port = 4188;
const funnel = { steps: ['catalog', 'add_to_cart', 'purchase'], order: 'ordered', entry: 'any', window: '7d' };
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function importAndAnswer(app: Workbench): Promise<void> {
  const [report] = await app.importSample('ecom.csv.gz');
  expect(report!.rows).toBe(31106);
  const { result } = await app.run('funnel', funnel);
  expect(result.steps.map((step: { count: number }) => step.count)).toEqual([600, 462, 210]);
}

const cacheNames = (page: Page) => page.evaluate(() => caches.keys());

test('with the server gone the app starts, imports and answers, from a sub-folder', async ({ page }) => {
  const site = await serveSite({ port, base: '/tools/behold/' });
  const app = new Workbench(page, site.address);
  await app.open();
  await app.waitUntilOffline();
  await site.stop();
  await expect(fetch(site.address)).rejects.toThrow();

  await app.open();
  await importAndAnswer(app);
});

test('on a host that sends no headers the service worker adds them, after one reload', async ({ page }) => {
  const site = await serveSite({ port, bare: true });
  try {
    const app = new Workbench(page, site.address);
    await page.goto(site.address);
    // The app reloads itself once, when its service worker has taken over.
    await page.waitForFunction(() => crossOriginIsolated, undefined, { timeout: 60_000 });
    await app.ready();
    const headers = await page.evaluate(async () => Object.fromEntries((await fetch('./')).headers));
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['connection-allowlist']).toBe('(response-origin)');
    expect(await page.evaluate(() => fetch('http://localhost:4173/').catch((error: Error) => error.name))).toBe(
      'TypeError',
    );
    await importAndAnswer(app);
  } finally {
    await site.stop();
  }
});

test.describe('a new version', () => {
  let folder: string;
  let built: string;
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'behold-site-'));
    cpSync('dist', folder, { recursive: true });
    built = sha256(readFileSync(join(folder, 'index.html')));
  });
  test.afterEach(() => rmSync(folder, { recursive: true }));

  /** A new service worker in the build: its list has another version, and another hash for index.html. */
  function publish(hash: string): void {
    const file = join(folder, 'sw.js');
    const script = readFileSync(file, 'utf8');
    const [version] = /\b[0-9a-f]{16}\b/.exec(script)!;
    const renewed = script.replace(version, version.split('').reverse().join('')).replace(built, hash);
    expect(renewed).not.toContain(built);
    writeFileSync(file, renewed);
  }

  const update = (page: Page) =>
    page.evaluate(async () => {
      const registration = (await navigator.serviceWorker.getRegistration())!;
      await registration.update();
      const worker = registration.installing ?? registration.waiting!;
      while (worker.state === 'installing') await new Promise((done) => setTimeout(done, 50));
      return worker.state;
    });

  test('waits until the user agrees, and then replaces the old one', async ({ page }) => {
    const site = await serveSite({ port, dir: folder });
    try {
      const app = new Workbench(page, site.address);
      await app.open();
      await app.waitUntilOffline();
      const [old] = await cacheNames(page);
      const html = readFileSync(join(folder, 'index.html'), 'utf8').replace(
        '<title>Behold</title>',
        '<title>Beheld</title>',
      );
      writeFileSync(join(folder, 'index.html'), html);
      publish(sha256(Buffer.from(html)));
      expect(await update(page)).toBe('installed');
      await page.reload();
      expect(await page.evaluate(() => document.title)).not.toContain('Beheld');
      // The old version stays until it has answered what was asked of it: let the page finish loading.
      await app.ready();

      await page.evaluate(async () => {
        const changed = new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done));
        (await navigator.serviceWorker.getRegistration())!.waiting!.postMessage('activate');
        await changed;
      });
      expect(await page.evaluate(async () => (await fetch('index.html')).text())).toContain('Beheld');
      await expect.poll(() => cacheNames(page)).toHaveLength(1);
      expect(await cacheNames(page)).not.toContain(old);
    } finally {
      await site.stop();
    }
  });

  test('is refused when a file is not, byte for byte, what was built', async ({ page }) => {
    const site = await serveSite({ port, dir: folder });
    try {
      const app = new Workbench(page, site.address);
      await app.open();
      await app.waitUntilOffline();
      publish(sha256(Buffer.from('something else')));
      expect(await update(page)).toBe('redundant');
      // The version before stays in charge.
      await site.stop();
      await app.open();
      await importAndAnswer(app);
    } finally {
      await site.stop().catch(() => undefined);
    }
  });
});
