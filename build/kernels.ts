import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Plugin } from 'vite';

const SUFFIX = '.as.ts?kernel';
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

/** By source text: page, workers and tests of one run compile each kernel once. */
const compiled = new Map<string, Promise<Uint8Array>>();

/** One file of AssemblyScript, without imports, as WebAssembly with SIMD. */
async function compile(name: string, source: string): Promise<Uint8Array> {
  const { default: asc } = await import('assemblyscript/asc');
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main([name, '--outFile', 'out.wasm', ...FLAGS], {
    readFile: (path) => (path === name ? source : null),
    writeFile: (path, contents) => {
      if (path === 'out.wasm') bytes = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error || !bytes) throw new Error(`${name}: ${stderr.toString() || error?.message}`);
  return bytes;
}

function compileOnce(name: string, source: string): Promise<Uint8Array> {
  const known = compiled.get(source) ?? compile(name, source);
  compiled.set(source, known);
  return known;
}

/**
 * Compiles AssemblyScript: `import bytes from './x.as.ts?kernel'` gives the bytes of a WebAssembly module. They lie in the script
 * itself, so that page and workers need no further request.
 */
export function kernelsPlugin(): Plugin {
  return {
    name: 'behold:kernels',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const path = id.slice(0, -'?kernel'.length);
      this.addWatchFile(path);
      const bytes = await compileOnce(basename(path), await readFile(path, 'utf8'));
      const text = Buffer.from(bytes).toString('base64');
      return `export default Uint8Array.from(atob('${text}'), (char) => char.charCodeAt(0));`;
    },
  };
}
