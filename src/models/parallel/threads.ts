import threadUrl from '../../../workers/thread.worker.ts?worker&url';
import type { Kernel, KernelBuild } from '../kernel.ts';
import { kernelModule, layOut, newKernel } from '../kernel.ts';
import { crew } from './crew.ts';

/** One call of a function that a kernel exports: its name and its arguments, numbers all. */
export type Call = readonly [name: string, ...args: number[]];

/** What a worker is sent first. */
export interface ThreadStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
}

/** A kernel's two forms: with a memory of its own, and with one that is brought and shared (`?kernel`, `?shared-kernel`). */
export interface KernelForms {
  own: KernelBuild;
  shared: KernelBuild;
}

/** A kernel in one memory, run by one thread or by several. */
export interface Threads {
  /** How many run at once. */
  readonly count: number;
  readonly buffer: ArrayBufferLike;
  /** The addresses of the parts that were asked for. */
  readonly places: readonly number[];
  /** One call, here and now. */
  call(call: Call): number;
  /**
   * All calls, in any order and several at once: none may write what another one reads or writes. `pause` is awaited after each, with
   * the number of those that are done; what it throws ends the run.
   */
  run(calls: readonly Call[], pause: (done: number) => Promise<void>): Promise<void>;
  /** Ends the other threads. */
  end(): void;
}

/** More than this many threads wait for memory rather than compute. */
const MOST_THREADS = 8;

const callOf = (kernel: Kernel, [name, ...args]: Call): number =>
  (kernel as unknown as Record<string, (...args: number[]) => number>)[name]!(...args);

/** How many threads this browser has for us: 1 where memory cannot be shared. */
export function threadsHere(): number {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
  return crossOriginIsolated ? Math.min(MOST_THREADS, navigator.hardwareConcurrency || 1) : 1;
}

async function alone(build: KernelBuild, sizes: readonly number[]): Promise<Threads> {
  const kernel = await newKernel(build);
  const places = layOut(kernel, sizes);
  return {
    count: 1,
    buffer: kernel.memory.buffer,
    places,
    call: (call) => callOf(kernel, call),
    async run(calls, pause) {
      for (const [at, call] of calls.entries()) {
        callOf(kernel, call);
        await pause(at + 1);
      }
    },
    end: () => undefined,
  };
}

const PAGE = 65_536;
/** What a kernel's own data and the borders between parts take at most. */
const SPARE = 16 * PAGE;

async function together(build: KernelBuild, sizes: readonly number[], count: number): Promise<Threads> {
  const pages = Math.ceil((sizes.reduce((sum, size) => sum + size, 0) + SPARE) / PAGE);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: pages, shared: true });
  const module = await kernelModule(build);
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const kernel = { ...exports, memory } as unknown as Kernel;
  const places = layOut(kernel, sizes);
  const others = crew<Call, null>(threadUrl, { module, memory } satisfies ThreadStart, count);
  return {
    count,
    buffer: memory.buffer,
    places,
    call: (call) => callOf(kernel, call),
    run(calls, pause) {
      let done = 0;
      return others.run(calls, () => pause(++done));
    },
    end: () => others.end(),
  };
}

/**
 * A kernel with room for parts of so many bytes each, on as many threads as there are; `count` asks for fewer. What it computes does
 * not depend on how many. Throws a RangeError where there is no room.
 */
export function kernelThreads(forms: KernelForms, sizes: readonly number[], count = threadsHere()): Promise<Threads> {
  return count > 1 ? together(forms.shared, sizes, count) : alone(forms.own, sizes);
}
