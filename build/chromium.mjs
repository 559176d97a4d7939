// Finds the Chromium that the browser tests and the benchmark drive, and installs one where there is none.
import { existsSync } from 'node:fs';
import { run, runTool } from './setup.mjs';

const systemPaths = ['/usr/bin/chromium', '/usr/lib/chromium/chromium'];

/** Flags for headless runs: a software WebGPU adapter, and none of the browser's own network services. */
export const chromiumFlags = [
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** The system's Chromium (or CHROMIUM_PATH); undefined where Playwright's own is meant. */
export function chromiumPath() {
  return [process.env.CHROMIUM_PATH, ...systemPaths].find((path) => path && existsSync(path));
}

async function playwrightHasOne() {
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath());
}

/** Debian and Ubuntu as root: the distribution's package, whose libraries come with it. */
function installBySystem() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.log('Installing Chromium with apt-get …');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  if (run('apt-get', ['update'], env) === 0)
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], env);
}

// Ubuntu's package may be a mere pointer to a snap, which does not start in a container.
const starts = (path) => path !== undefined && run(path, ['--version']) === 0;

/** Makes sure that there is a Chromium; throws where none can be had. */
export async function ensureChromium() {
  if (starts(chromiumPath()) || (await playwrightHasOne())) return;
  installBySystem();
  if (starts(chromiumPath())) return;
  console.log("Downloading Playwright's Chromium …");
  if (runTool('playwright', ['install', 'chromium']) !== 0) {
    throw new Error('No Chromium could be installed. Install one by hand, or set CHROMIUM_PATH to its program.');
  }
}
