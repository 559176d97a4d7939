import type { Page } from '@playwright/test';
import type { Patch } from './site.ts';

/** What a shim in a worker does when it is told to. */
export type Order = 'trap' | 'heap' | 'destroy device' | 'no gpu memory';

const inFrontOf = (worker: string, shim: () => void): Patch => ({
  path: new RegExp(`/${worker}\\.worker-[\\w-]+\\.js$`),
  edit: (script) => `(${shim.toString()})();\n${script}`,
});

/** The next call that the engine makes of its surroundings ends in a trap, as an access out of bounds does. */
export const databaseTrap = inFrontOf('database', () => {
  let armed = false;
  new BroadcastChannel('worker faults').onmessage = ({ data }) => {
    armed ||= data === 'trap';
  };
  // (module (func (export "f") unreachable))
  const bytes = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11,
  ];
  const trap = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports['f'] as () => void;
  type Imports = Record<string, Record<string, unknown>>;
  // Every query asks for the time. The linker makes some imports on demand, so they can't be copied beforehand.
  const guarded = (functions: Record<string, unknown>) =>
    new Proxy(functions, {
      get(all, name) {
        const value: unknown = Reflect.get(all, name);
        if (typeof value !== 'function' || !/now|clock|time/.test(String(name))) return value;
        return (...args: unknown[]): unknown => {
          if (armed) {
            armed = false;
            trap();
          }
          return (value as (...args: unknown[]) => unknown)(...args);
        };
      },
    });
  const guard = (imports: Imports): Imports =>
    Object.fromEntries(Object.entries(imports).map(([module, functions]) => [module, guarded(functions)]));
  const { instantiate, instantiateStreaming } = WebAssembly;
  Object.assign(WebAssembly, {
    instantiate: (source: BufferSource, imports: Imports) => instantiate(source, guard(imports) as WebAssembly.Imports),
    instantiateStreaming: (source: Response, imports: Imports) =>
      instantiateStreaming(source, guard(imports) as WebAssembly.Imports),
  });
});

/** Fills the worker's heap until the browser ends its process. */
export const filesHeap = inFrontOf('files', () => {
  new BroadcastChannel('worker faults').onmessage = ({ data }) => {
    if (data !== 'heap') return;
    const kept: unknown[] = [];
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => ({ index })));
  };
});

/** Keeps hold of the device that trainings run on; destroys it, or leaves it no memory for large buffers. */
export const computeGpu = inFrontOf('compute', () => {
  const devices: GPUDevice[] = [];
  let full = false;
  new BroadcastChannel('worker faults').onmessage = ({ data }) => {
    if (data === 'destroy device') for (const device of devices.splice(0)) device.destroy();
    if (data === 'no gpu memory') full = true;
  };
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...args) {
    const device = await requestDevice.apply(this, args);
    devices.push(device);
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      if (full && descriptor.size > 16_384) {
        full = false;
        throw new RangeError('createBuffer failed: out of memory');
      }
      return create(descriptor);
    };
    return device;
  };
});

/** Gives a shim its order, and waits until it has been heard. */
export const order = (page: Page, what: Order): Promise<void> =>
  page.evaluate(async (what) => {
    new BroadcastChannel('worker faults').postMessage(what);
    await new Promise((done) => setTimeout(done, 100));
  }, what);
