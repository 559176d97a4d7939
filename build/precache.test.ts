import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { precacheManifest } from './precache.ts';

let folder: string;
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'behold-precache-'));
  mkdirSync(join(folder, 'assets'));
  write('index.html', 'page');
  write('assets/a.js', 'abc');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the precache list', () => {
  it('names every file by its path with its size and hash, and leaves out what browsers never ask for', async () => {
    for (const name of ['sw.js', '_headers', 'nginx.conf', '.htaccess']) write(name, 'not for the cache');
    const { files } = await precacheManifest(folder);
    expect(files.map(({ path }) => path)).toEqual(['assets/a.js', 'index.html']);
    // The SHA-256 of "abc" is the first example of FIPS 180-2.
    expect(files[0]).toEqual({
      path: 'assets/a.js',
      size: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
  });

  it('has another version when any file changes, comes or goes, and the same one otherwise', async () => {
    const versionNow = async () => (await precacheManifest(folder)).version;
    const first = await versionNow();
    expect(await versionNow()).toBe(first);
    write('assets/a.js', 'abd');
    const changed = await versionNow();
    write('assets/b.js', '');
    const added = await versionNow();
    rmSync(join(folder, 'assets/a.js'));
    const removed = await versionNow();
    expect(new Set([first, changed, added, removed]).size).toBe(4);
  });
});
