import { expect, type Locator, type Page } from '@playwright/test';
import type { Behold, RunOptions, RunResult } from '../src/contract/behold.ts';
import type { ImportOptions, ImportReport } from '../src/contract/import.ts';

declare global {
  var behold: Behold;
}

export const pages = ['home', 'data', 'explore', 'analyse', 'models', 'project', 'report', 'privacy'] as const;
export type PageName = (typeof pages)[number];

/** An error as the scripting API gives it: its code and its sentence. */
export interface CodedError {
  code: string;
  sentence: string;
}

/** A file that the user picks: text is UTF-8, bytes are as they are. */
export interface PickedFile {
  name: string;
  content: string | Uint8Array;
}

const payload = ({ name, content }: PickedFile) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
});

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

  /** Opens files by the button of the page on show, as a user does. */
  pick(...files: PickedFile[]): Promise<void> {
    return this.#choose(/^(Open file|打开文件)$/, files);
  }

  /** The same by "Import with options…": the import dialogue comes first. */
  async pickWithOptions(...files: PickedFile[]): Promise<void> {
    await this.#choose(/^(Import with options|按选项导入)/, files);
    await expect(this.importDialog).toBeVisible();
  }

  async #choose(button: RegExp, files: PickedFile[]): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: button }).click();
    await (await chooser).setFiles(files.map(payload));
  }

  get importDialog(): Locator {
    return this.page.getByRole('dialog', { name: /^(Import|导入|Read .* again|重新读取)/ });
  }

  /** Presses the dialogue's Import button, and waits for the tables. */
  async confirmImport(): Promise<void> {
    await this.importDialog.getByRole('button', { name: /^(Import|导入)/ }).click();
    await expect(this.importDialog).toHaveCount(0);
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(/^(Data|数据)$/);
    await expect(this.page.getByRole('grid').first()).toBeVisible();
  }

  /** The cells of the first grid on the page, row by row, the names of its columns first. */
  async gridTexts(): Promise<string[][]> {
    const rows = this.page.locator('main').getByRole('grid').first().getByRole('row');
    await expect(rows.nth(1)).toBeVisible();
    return rows.evaluateAll((all) =>
      all.map((row) =>
        Array.from(row.children, (cell) => (cell.querySelector(':scope > .text') ?? cell).textContent ?? ''),
      ),
    );
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
