/** The service worker's copy of the app itself: no data of the user's, and what the offline start needs. */
const isAppCache = (name: string): boolean => name.startsWith('behold-precache');

const ownKey = (key: string): boolean => key.startsWith('behold');

/** What the browser keeps for this page, by place, in bytes. The app's own files are counted under `caches`. */
export async function browserStorage(): Promise<{ name: string; bytes: number }[]> {
  const estimate = (await navigator.storage?.estimate?.()) as
    { usageDetails?: Record<string, number>; usage?: number } | undefined;
  const details = estimate?.usageDetails ?? (estimate?.usage ? { other: estimate.usage } : {});
  const localBytes = localText().reduce((bytes, { text }) => bytes + 2 * text.length, 0);
  return [...Object.entries({ localStorage: localBytes, ...details })].map(([name, bytes]) => ({ name, bytes }));
}

/** The texts that the page has put into this browser's small stores, each with its place. */
export const localText = (): { place: string; text: string }[] =>
  smallStores().flatMap(({ place, store }) =>
    Object.keys(store).map((key) => ({ place: `${place}: ${key}`, text: key + (store.getItem(key) ?? '') })),
  );

const smallStores = (): { place: string; store: Storage }[] =>
  'localStorage' in globalThis
    ? [
        { place: 'localStorage', store: localStorage },
        { place: 'sessionStorage', store: sessionStorage },
      ]
    : [];

const openKey = 'behold-open-project';

/** The project that this tab had open, before it was loaded again. */
export const lastOpen = (): string | null => ('sessionStorage' in globalThis ? sessionStorage.getItem(openKey) : null);

export function rememberOpen(id: string): void {
  if ('sessionStorage' in globalThis) sessionStorage.setItem(openKey, id);
}

/** Removes all that the page may have kept in this browser, but for the app's own files. */
export async function eraseBrowserStorage(): Promise<void> {
  for (const { store } of smallStores()) for (const key of Object.keys(store).filter(ownKey)) store.removeItem(key);
  await Promise.all([eraseDatabases(), eraseCaches()]);
}

async function eraseDatabases(): Promise<void> {
  if (!('indexedDB' in globalThis)) return;
  const databases = (await indexedDB.databases?.()) ?? [];
  await Promise.all(databases.map(({ name }) => name && deleteDatabase(name)));
}

const deleteDatabase = (name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    // Blocked: another tab holds it open, and it goes when that tab does.
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });

async function eraseCaches(): Promise<void> {
  if (!('caches' in globalThis)) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => !isAppCache(name)).map((name) => caches.delete(name)));
}
