import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Browser, BrowserContext } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../../build/chromium.mjs';
import { installOutcome } from './harness.ts';

/** The address at which a browser that has just started can be driven; it prints it once. */
function debuggerAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stderr!.on('data', (bytes: Buffer) => {
      printed += bytes.toString();
      const [address] = /ws:\/\/\S+/.exec(printed) ?? [];
      if (address) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${printed}`)));
  });
}

/** A browser of our own on a profile that outlives it, so that it can be killed at any moment and started again. */
export class KillableBrowser {
  readonly profile = mkdtempSync(join(tmpdir(), 'behold-killed-'));
  #child: ChildProcess | null = null;
  #browser: Browser | null = null;

  async start(): Promise<BrowserContext> {
    const child = spawn(
      chromiumPath() ?? chromium.executablePath(),
      [
        '--headless',
        ...chromiumFlags,
        '--lang=en-GB',
        '--accept-lang=en-GB',
        '--window-size=1280,800',
        '--remote-debugging-port=0',
        `--user-data-dir=${this.profile}`,
        'about:blank',
      ],
      // A process group of its own, so that all of the browser's processes end at the same moment.
      { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.#child = child;
    this.#browser = await chromium.connectOverCDP(await debuggerAddress(child));
    const context = this.#browser.contexts()[0]!;
    await context.addInitScript(installOutcome);
    return context;
  }

  /** SIGKILL to every process of the browser at once: nothing is flushed, nobody is told. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    process.kill(-child.pid, 'SIGKILL');
    await ended;
    await this.#browser?.close().catch(() => undefined);
  }

  /** Ends the GPU process; the browser starts another. */
  async crashGpu(): Promise<void> {
    const session = await this.#browser!.newBrowserCDPSession();
    await session.send('Browser.crashGpuProcess');
    await session.detach();
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
