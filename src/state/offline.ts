import { trustedScriptUrl } from '../core/trusted-url.ts';

/**
 * Whether the app would start without its server. `update`: a newer version is loaded, and waits for `activateUpdate`.
 * `replaced`: another tab has put a newer version in charge; this one goes on as it is until the user loads it again.
 */
export type OfflineState = 'off' | 'preparing' | 'ready' | 'update' | 'replaced' | 'failed';

const reloadedKey = 'behold-reloaded-for-headers';
/** This tab has asked for the newer version, and loads itself again when it is in charge. */
let asked = false;

/**
 * On a host that sends no headers the first load runs without them; the service worker adds them from the next load on.
 * Once only, so that a browser in which isolation never comes about isn't reloaded for ever.
 */
function reloadForHeaders(mayReload: () => boolean): void {
  if (crossOriginIsolated || sessionStorage.getItem(reloadedKey) || !mayReload()) return;
  sessionStorage.setItem(reloadedKey, 'yes');
  location.reload();
}

function watchInstall(worker: ServiceWorker, onState: (state: OfflineState) => void): void {
  const isUpdate = navigator.serviceWorker.controller !== null;
  const report = () => {
    if (worker.state === 'installed' && isUpdate) onState('update');
    else if (worker.state === 'activated') onState(isUpdate ? 'replaced' : 'ready');
    // The version before stays in charge when a newer one cannot be had whole.
    else if (worker.state === 'redundant') onState(isUpdate ? 'ready' : 'failed');
    else if (!isUpdate) onState('preparing');
  };
  worker.addEventListener('statechange', report);
  report();
}

/** A worker takes charge: the first one of a host without headers, or a newer version that another tab has asked for. */
function watchControl(onState: (state: OfflineState) => void, mayReload: () => boolean): void {
  let controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (asked) return;
    if (controlled) onState('replaced');
    else reloadForHeaders(mayReload);
    controlled = true;
  });
}

/**
 * Registers the service worker of the build, which keeps the whole app on this machine; says what becomes of it.
 * `mayReload` is asked before the one reload that a host without headers needs: false while there is work to lose.
 */
export async function registerOffline(
  onState: (state: OfflineState) => void = () => undefined,
  mayReload: () => boolean = () => true,
): Promise<void> {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return onState('off');
  const container = navigator.serviceWorker;
  watchControl(onState, mayReload);
  try {
    const registration = await container.register(trustedScriptUrl('sw.js'), {
      type: 'module',
      updateViaCache: 'none',
    });
    registration.addEventListener('updatefound', () => {
      if (registration.installing) watchInstall(registration.installing, onState);
    });
    if (registration.waiting) onState('update');
    else if (registration.installing) watchInstall(registration.installing, onState);
    else onState('ready');
  } catch {
    onState('failed');
  }
}

/**
 * Lets the waiting version take over in every tab, and loads this one again with it, once `saved` has resolved. Rejects
 * with its reason where not everything could be saved; nothing has happened then.
 */
export async function activateUpdate(saved: () => Promise<void>): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration?.waiting) return;
  await saved();
  asked = true;
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  registration.waiting.postMessage('activate');
}
