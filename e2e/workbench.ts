import { expect, type Page } from '@playwright/test';
import type { Behold, RunOptions, RunResult } from '../src/contract/behold.ts';
import type { ImportOptions, ImportReport } from '../src/contract/import.ts';

declare global {
  var behold: Behold;
}

export const pages = ['home', 'data', 'explore', 'analyse', 'models', 'privacy'] as const;
export type PageName = (typeof pages)[number];

/** An error as the scripting API gives it: its code and its sentence. */
export interface CodedError {
  code: string;
  sentence: string;
}

/** The app in the user's words. Data goes in and out by the public scripting API, the rest by what is on the page. */
export class Workbench {
  constructor(
    readonly page: Page,
    /** Relative addresses are below Playwright's baseURL. */
    readonly address = './',
  ) {}

  /** Opens the app, at a hash if one is given, and waits for the engine. */
  async open(hash = ''): Promise<void> {
    await this.page.goto(this.address + hash);
    await this.ready();
  }

  async ready(): Promise<void> {
    await this.page.waitForFunction(() => 'behold' in globalThis);
    await this.page.evaluate(() => behold.ready);
  }

  /** Goes to a page as its link in the rail does. */
  async goTo(page: PageName): Promise<void> {
    await this.page.evaluate((name) => (location.hash = name === 'home' ? '#/' : `#/${name}`), page);
    await expect(this.page.locator('main h1').first()).toBeVisible();
  }

  importText(name: string, text: string, options?: ImportOptions): Promise<ImportReport[]> {
    return this.page.evaluate(([name, text, options]) => behold.import([new File([text], name)], options), [
      name,
      text,
      options,
    ] as const);
  }

  /** Imports a file of the build's samples, with the mapping that is guessed. */
  importSample(file: string): Promise<ImportReport[]> {
    return this.page.evaluate(async (name) => {
      const response = await fetch(`samples/${name}`);
      return behold.import([new File([await response.arrayBuffer()], name)]);
    }, file);
  }

  run(id: string, params: object = {}, options: RunOptions = {}): Promise<RunResult> {
    return this.page.evaluate(([id, params, options]) => behold.run(id, params, options), [
      id,
      params,
      options,
    ] as const);
  }

  sql(query: string): Promise<Record<string, unknown>[]> {
    return this.page.evaluate((text) => behold.sql(text), query);
  }

  /** Waits until the service worker has the whole build and answers for this page. */
  async waitUntilOffline(): Promise<void> {
    await this.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', undefined, {
      timeout: 60_000,
    });
  }
}
