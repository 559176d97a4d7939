/** The service worker's copy of the app itself: no data of the user's, and what the offline start needs. */
const isAppCache = (name: string): boolean => name.startsWith('behold-precache');

const ownKey = (key: string): boolean => key.startsWith('behold');

/** What the browser keeps for this page, by place, in bytes. The app's own files are counted under `caches`. */
export async function browserStorage(): Promise<{ name: string; bytes: number }[]> {
  const estimate = (await navigator.storage?.estimate?.()) as
    { usageDetails?: Record<string, number>; usage?: number } | undefined;
  const details = estimate?.usageDetails ?? (estimate?.usage ? { other: estimate.usage } : {});
  const local = Object.keys(localStorage).filter(ownKey);
  const localBytes = local.reduce(
    (bytes, key) => bytes + 2 * (key.length + (localStorage.getItem(key)?.length ?? 0)),
    0,
  );
  return [...Object.entries({ localStorage: localBytes, ...details })].map(([name, bytes]) => ({ name, bytes }));
}

/** Removes all that the page may have kept in this browser, but for the app's own files. */
export async function eraseBrowserStorage(): Promise<void> {
  for (const store of [localStorage, sessionStorage])
    for (const key of Object.keys(store).filter(ownKey)) store.removeItem(key);
  await Promise.all([eraseDatabases(), eraseFiles(), eraseCaches()]);
}

async function eraseDatabases(): Promise<void> {
  const databases = (await indexedDB.databases?.()) ?? [];
  await Promise.all(databases.map(({ name }) => name && deleteDatabase(name)));
}

const deleteDatabase = (name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    // Blocked: another tab holds it open, and it goes when that tab does.
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });

async function eraseFiles(): Promise<void> {
  const root = await navigator.storage?.getDirectory?.();
  if (!root) return;
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
}

async function eraseCaches(): Promise<void> {
  if (!('caches' in globalThis)) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => !isAppCache(name)).map((name) => caches.delete(name)));
}
