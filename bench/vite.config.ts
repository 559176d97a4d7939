import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { kernelsPlugin } from '../build/kernels.ts';

/** What a bench times (the file that BENCH_ENTRY names) as one module that a page and Node can import. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  base: './',
  publicDir: false,
  logLevel: 'warn',
  plugins: [kernelsPlugin()],
  worker: { format: 'es', plugins: () => [kernelsPlugin()] },
  build: {
    target: 'es2024',
    emptyOutDir: true,
    lib: { entry: process.env.BENCH_ENTRY!, formats: ['es'], fileName: 'behold' },
  },
});
