import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const SOURCE = '.as.ts';
const FLAGS = [
  '--optimizeLevel',
  '3',
  '--shrinkLevel',
  '0',
  '--converge',
  '--enable',
  'simd',
  '--runtime',
  'stub',
  '--noAssert',
];

/** What a query asks for: a kernel with a memory of its own, or with one that it is given and that threads share. */
const FORMS: Record<string, readonly string[]> = {
  '?kernel': FLAGS,
  '?shared-kernel': [
    ...FLAGS,
    ...['--enable', 'threads', '--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  ],
};

const RELAXED_FLAGS = ['--enable', 'relaxed-simd'];

/** Compiling takes seconds: each text is compiled once, for tests and builds to come as well. */
const cache = fileURLToPath(new URL('../node_modules/.cache/kernels/', import.meta.url));
const compiled = new Map<string, Promise<Uint8Array>>();

/** One file of AssemblyScript, without imports, as WebAssembly with SIMD. */
async function compile(name: string, source: string, flags: readonly string[]): Promise<Uint8Array> {
  const { default: asc } = await import('assemblyscript/asc');
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main([name, '--outFile', 'out.wasm', ...flags], {
    readFile: (path) => (path === name ? source : null),
    writeFile: (path, contents) => {
      if (path === 'out.wasm') bytes = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error || !bytes) throw new Error(`${name}: ${stderr.toString() || error?.message}`);
  return bytes;
}

async function fromCache(name: string, source: string, flags: readonly string[]): Promise<Uint8Array> {
  const about = await readFile(fileURLToPath(new URL('../node_modules/assemblyscript/package.json', import.meta.url)));
  const { version } = JSON.parse(String(about)) as { version: string };
  const key = createHash('sha256')
    .update([version, ...flags, source].join('\n'))
    .digest('hex')
    .slice(0, 32);
  const file = join(cache, `${key}.wasm`);
  const kept = await readFile(file).catch(() => null);
  if (kept) return kept;
  const bytes = await compile(name, source, flags);
  await mkdir(cache, { recursive: true });
  // Written beside and renamed: another process never reads half of it.
  await writeFile(`${file}.${process.pid}`, bytes);
  await rename(`${file}.${process.pid}`, file);
  return bytes;
}

function compileOnce(name: string, source: string, flags: readonly string[]): Promise<Uint8Array> {
  const key = [...flags, source].join('\n');
  const known = compiled.get(key) ?? fromCache(name, source, flags);
  compiled.set(key, known);
  return known;
}

/** What a source asks that is compiled otherwise where the engine has relaxed SIMD. */
const RELAXED = 'ASC_FEATURE_RELAXED_SIMD';

const inScript = (bytes: Uint8Array) => `read('${Buffer.from(bytes).toString('base64')}')`;

/**
 * Compiles AssemblyScript: `import build from './x.as.ts?kernel'` gives a `KernelBuild` (src/models/kernel.ts), the bytes of a
 * WebAssembly module, and `?shared-kernel` that of one whose memory is imported and shared. A source that asks whether there is relaxed
 * SIMD is compiled twice. The bytes lie in the script itself, so that page and workers need no further request.
 */
export function kernelsPlugin(): Plugin {
  return {
    name: 'behold:kernels',
    enforce: 'pre',
    async load(id) {
      const form = Object.keys(FORMS).find((query) => id.endsWith(SOURCE + query));
      if (!form) return null;
      const path = id.slice(0, -form.length);
      this.addWatchFile(path);
      const [name, source] = [basename(path), await readFile(path, 'utf8')];
      const plain = await compileOnce(name, source, FORMS[form]!);
      const relaxed =
        source.includes(RELAXED) && (await compileOnce(name, source, [...FORMS[form]!, ...RELAXED_FLAGS]));
      return [
        'const read = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));',
        `const plain = ${inScript(plain)};`,
        `export default { plain, relaxed: ${relaxed ? inScript(relaxed) : 'plain'} };`,
      ].join('\n');
    },
  };
}
