import type { Page } from '@playwright/test';
import type { Patch } from './site.ts';

/** What the disk of the storage worker does wrong from now on. */
export interface DiskFaults {
  /** `short`: half of it is written; `refused`: none, and -8 is returned, as Chromium does at its quota. */
  write?: 'short' | 'refused';
  flush?: 'once' | 'always';
}

/** Stands before the storage worker's own script; takes its orders from the channel. */
function shim(): void {
  let faults: DiskFaults = {};
  new BroadcastChannel('disk faults').onmessage = ({ data }) => {
    faults = data as DiskFaults;
  };
  const handle = (globalThis as unknown as { FileSystemSyncAccessHandle: { prototype: Handle } })
    .FileSystemSyncAccessHandle.prototype;
  interface Handle {
    write(bytes: Uint8Array, options?: { at?: number }): number;
    flush(): void;
  }
  const { write, flush } = handle;
  handle.write = function (this: Handle, bytes, options) {
    if (faults.write === 'refused') return 4_294_967_288;
    if (faults.write !== 'short') return write.call(this, bytes, options);
    return write.call(this, bytes.subarray(0, bytes.byteLength >> 1), options);
  };
  handle.flush = function (this: Handle) {
    if (!faults.flush) return flush.call(this);
    if (faults.flush === 'once') faults = {};
    throw new DOMException('The disk failed.', 'InvalidStateError');
  };
}

export const storageShim: Patch = {
  path: /\/storage\.worker-[\w-]+\.js$/,
  edit: (script) => `(${shim.toString()})();\n${script}`,
};

/** Tells the storage worker's shim what to do; waits until it has heard. */
export const controlStorage = (page: Page, faults: DiskFaults): Promise<void> =>
  page.evaluate(async (faults) => {
    new BroadcastChannel('disk faults').postMessage(faults);
    await new Promise((done) => setTimeout(done, 100));
  }, faults);
