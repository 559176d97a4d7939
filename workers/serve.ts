import { expose } from 'comlink';
import { aliveMessage, registerTransfers } from '../src/core/transfer.ts';

/**
 * Serves an API to the page. A Web Lock of the worker's own name is held for as long as the worker lives: browsers release
 * it however the worker ends, which is the one way for the page to learn of it.
 */
export function serve(api: object): void {
  registerTransfers();
  expose(api);
  void navigator.locks.request(self.name, () => {
    postMessage(aliveMessage);
    return new Promise<never>(() => undefined);
  });
}
