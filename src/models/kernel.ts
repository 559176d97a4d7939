/** WebAssembly of one file of AssemblyScript (build/kernels.ts), with a memory of its own. */
export interface Kernel {
  memory: WebAssembly.Memory;
  /** The first address that is the caller's. */
  start(): number;
}

const PAGE = 65_536;
/** What SIMD reads at a time lies on a border of so many bytes. */
const BORDER = 16;

const compiled = new WeakMap<Uint8Array<ArrayBuffer>, Promise<WebAssembly.Module>>();

/** A new instance of a kernel; it is compiled once. */
export async function newKernel<K extends Kernel>(bytes: Uint8Array<ArrayBuffer>): Promise<K> {
  const module = compiled.get(bytes) ?? WebAssembly.compile(bytes);
  compiled.set(bytes, module);
  const { exports } = await WebAssembly.instantiate(await module);
  return exports as unknown as K;
}

/** The addresses of parts of so many bytes each, one after the other, and room for them. Throws a RangeError where there is none. */
export function layOut({ memory, start }: Kernel, sizes: readonly number[]): number[] {
  let end = Math.ceil(start() / BORDER) * BORDER;
  const places = sizes.map((size) => {
    const at = end;
    end += Math.ceil(size / BORDER) * BORDER;
    return at;
  });
  memory.grow(Math.max(0, Math.ceil((end - memory.buffer.byteLength) / PAGE)));
  return places;
}
