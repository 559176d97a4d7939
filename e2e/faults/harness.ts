import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, chromium, expect, type CDPSession, type Locator, type Page } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../../build/chromium.mjs';
import { Workbench } from '../workbench.ts';
import { Disk } from './disk.ts';
import { FaultSite } from './site.ts';

export const firstPort = Number(process.env.FAULTS_PORT ?? 4190);

/** How a call of the scripting API ended. */
export interface Outcome {
  /** '' where it succeeded. */
  code: string;
  sentence: string;
}

declare global {
  /** In the page: waits for a call, and fails where it hangs. */
  var outcomeOf: (call: Promise<unknown>) => Promise<Outcome>;
}

/** Put into each page before the app's own scripts. */
export function installOutcome(): void {
  globalThis.outcomeOf = (call) => {
    const hangs = new Promise((_, fail) => setTimeout(() => fail(new Error('the promise hangs')), 60_000));
    return Promise.race([call, hangs]).then(
      () => ({ code: '', sentence: '' }),
      (error: Error) => ({ code: error.name, sentence: error.message }),
    );
  };
}

/**
 * A browser with a profile on disk, as a person's is: in a private window the files would be in memory. `site` serves the build,
 * `disk` sees the files, `cdp` injects.
 */
export const test = base.extend<{ app: Workbench; disk: Disk; cdp: CDPSession; flags: string[] }, { site: FaultSite }>({
  flags: [[], { option: true }],
  site: [
    async ({}, use) => {
      const site = await FaultSite.start(firstPort);
      await use(site);
      await site.stop();
    },
    { scope: 'worker' },
  ],
  context: async ({ flags }, use) => {
    const profile = mkdtempSync(join(tmpdir(), 'behold-profile-'));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: chromiumPath(),
      args: [...chromiumFlags, ...flags],
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
    });
    await context.addInitScript(installOutcome);
    await use(context);
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  },
  page: async ({ context }, use) => {
    await use(context.pages()[0] ?? (await context.newPage()));
  },
  app: async ({ page, site }, use) => {
    site.patches = [];
    const app = new Workbench(page, site.address);
    await app.open();
    await use(app);
  },
  disk: async ({ context, site }, use) => {
    await use(await Disk.open(await context.newPage(), site.address));
  },
  cdp: async ({ page }, use) => {
    await use(await page.context().newCDPSession(page));
  },
});

export { expect };

/** Whatever the frame of the page tells: banners, notices, errors. */
export const said = (page: Page, text: RegExp): Locator =>
  page.locator('[role=alert], [role=status], [role=alertdialog], [role=dialog]').filter({ hasText: text }).first();

export async function expectSaid(page: Page, text: RegExp): Promise<void> {
  await expect(said(page, text)).toBeVisible();
}

/** Loads the page again and waits until the project is open. */
export async function reload(app: Workbench): Promise<void> {
  await app.page.reload();
  await app.ready();
}

export const saved = (page: Page): Promise<void> => page.evaluate(() => behold.saved());
