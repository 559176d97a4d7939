import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { kernelsPlugin } from '../../build/kernels.ts';

/** Behold's recommenders as one module that a page and Node can import. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  base: './',
  publicDir: false,
  logLevel: 'warn',
  plugins: [kernelsPlugin()],
  worker: { format: 'es', plugins: () => [kernelsPlugin()] },
  build: {
    target: 'es2024',
    emptyOutDir: true,
    lib: { entry: fileURLToPath(new URL('behold.ts', import.meta.url)), formats: ['es'], fileName: 'behold' },
  },
});
