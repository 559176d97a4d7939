/** WebAssembly of one file of AssemblyScript (build/kernels.ts), with a memory of its own. */
export interface Kernel {
  memory: WebAssembly.Memory;
  /** The first address that is the caller's. */
  start(): number;
}

/** The same kernel twice, as build/kernels.ts compiles it. */
export interface KernelBuild {
  plain: Uint8Array<ArrayBuffer>;
  /** With relaxed SIMD, for multiply-adds that round once. The plain one where the source does not ask for it. */
  relaxed: Uint8Array<ArrayBuffer>;
}

const PAGE = 65_536;
/** What SIMD reads at a time lies on a border of so many bytes. */
const BORDER = 16;

/** A module with one instruction of relaxed SIMD, a swizzle. */
const RELAXED = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11],
);

const compiled = new WeakMap<Uint8Array<ArrayBuffer>, Promise<WebAssembly.Module>>();

let hasRelaxed: boolean | undefined;

/** The build that is the quickest here. Asked at each step of a training, the engine only once. */
const bytesOf = ({ plain, relaxed }: KernelBuild) => ((hasRelaxed ??= WebAssembly.validate(RELAXED)) ? relaxed : plain);

/** A kernel's module; it is compiled once. */
export function kernelModule(build: KernelBuild): Promise<WebAssembly.Module> {
  const bytes = bytesOf(build);
  const module = compiled.get(bytes) ?? WebAssembly.compile(bytes);
  compiled.set(bytes, module);
  return module;
}

/** A new instance of a kernel with a memory of its own. */
export async function newKernel<K extends Kernel>(build: KernelBuild): Promise<K> {
  const { exports } = await WebAssembly.instantiate(await kernelModule(build));
  return exports as unknown as K;
}

const shared = new WeakMap<Uint8Array<ArrayBuffer>, Kernel>();

/** The one instance of a kernel for those who need it at once and leave nothing in its memory between two calls. */
export function sharedKernel<K extends Kernel>(build: KernelBuild): K {
  const bytes = bytesOf(build);
  const made = () => new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Kernel;
  const kernel = shared.get(bytes) ?? made();
  shared.set(bytes, kernel);
  return kernel as K;
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
