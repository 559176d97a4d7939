/// <reference lib="webworker" />
import { responseHeaders } from '../build/headers.ts';
import type { PrecacheFile, PrecacheManifest } from '../build/precache-manifest.ts';

/** Put in by the build (build/plugins.ts). */
declare const __PRECACHE__: PrecacheManifest;
declare const self: ServiceWorkerGlobalScope;

const manifest = __PRECACHE__;
const prefix = `behold-precache ${new URL(self.registration.scope).pathname} `;
const cacheName = prefix + manifest.version;
const addressOf = (path: string) => new URL(path, self.registration.scope).href;
/** Kept with each file, so that a later version takes over what did not change without loading it again. */
const hashHeader = 'x-behold-sha256';
const parallelLoads = 4;

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Loads one file past the HTTP cache and refuses anything that is not, byte for byte, the file that was built. */
async function load(file: PrecacheFile): Promise<Response> {
  const response = await fetch(addressOf(file.path), { cache: 'reload', credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${file.path}: status ${response.status}`);
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength !== file.size) throw new Error(`${file.path}: ${bytes.byteLength} bytes, expected ${file.size}`);
  const hash = hex(await crypto.subtle.digest('SHA-256', bytes));
  if (hash !== file.sha256) throw new Error(`${file.path}: its content is not what was built`);
  return new Response(bytes, { headers: response.headers });
}

/** The answer with the headers of the promise, for hosts that send none; of the host's own only the type is kept. */
function guarded({ body, status, statusText, headers }: Response, more: Record<string, string> = {}): Response {
  const type = headers.get('content-type') ?? 'application/octet-stream';
  return new Response(body, { status, statusText, headers: { 'content-type': type, ...responseHeaders(), ...more } });
}

async function precacheNames(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(prefix));
}

/** The same file in the cache of an earlier version (or of an install that was cut short), if its content is the same. */
async function earlier(file: PrecacheFile): Promise<Response | undefined> {
  for (const name of await precacheNames()) {
    const response = await (await caches.open(name)).match(addressOf(file.path));
    if (response?.headers.get(hashHeader) === file.sha256) return response;
  }
  return undefined;
}

async function precache(): Promise<void> {
  const cache = await caches.open(cacheName);
  const waiting = [...manifest.files];
  const next = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const response = (await earlier(file)) ?? (await load(file));
      await cache.put(addressOf(file.path), guarded(response, { [hashHeader]: file.sha256 }));
    }
  };
  await Promise.all(Array.from({ length: parallelLoads }, next));
}

async function removeOldVersions(): Promise<void> {
  const old = (await precacheNames()).filter((name) => name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Which file of the build answers a request: the page itself for every navigation, since its routes are hashes. */
function addressFor(request: Request): string {
  if (request.mode === 'navigate') return addressOf('index.html');
  const url = new URL(request.url);
  return url.origin + url.pathname;
}

async function answer(request: Request): Promise<Response> {
  // Given out as it was kept, headers included: a copy made here would pass every byte through this thread once more.
  const cached = await (await caches.open(cacheName)).match(addressFor(request));
  return cached ?? guarded(await fetch(request));
}

self.addEventListener('install', (event) => event.waitUntil(precache()));

self.addEventListener('activate', (event) => event.waitUntil(removeOldVersions().then(() => self.clients.claim())));

// A new version waits until every tab of the old one is closed, or until the user agrees.
self.addEventListener('message', (event) => {
  if (event.data === 'activate') event.waitUntil(self.skipWaiting());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const inScope = request.url.startsWith(self.registration.scope);
  // A cached file cannot answer a range; other origins are for the headers to refuse, not for us to fetch.
  if (request.method === 'GET' && !request.headers.has('range') && inScope) event.respondWith(answer(request));
});
