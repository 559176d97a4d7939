import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { PrecacheManifest } from './precache-manifest.ts';
import { hostFiles } from './static-hosts.ts';

/** The service worker's name in the build; it cannot be in its own list. */
export const serviceWorkerFile = 'sw.js';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/**
 * Lists every file of a finished build with its size and SHA-256 (hex). The version is a hash of that list: it changes
 * when any file does, and only then.
 */
export async function precacheManifest(folder: string): Promise<PrecacheManifest> {
  const left = new Set([serviceWorkerFile, ...Object.keys(hostFiles())]);
  const files = [];
  for (const path of await filesBelow(folder)) {
    if (left.has(path)) continue;
    const bytes = await readFile(join(folder, path));
    files.push({ path, size: bytes.byteLength, sha256: sha256(bytes) });
  }
  return { version: sha256(JSON.stringify(files)).slice(0, 16), files };
}
