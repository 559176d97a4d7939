import { svelte } from '@sveltejs/vite-plugin-svelte';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { kernelsPlugin } from './build/kernels.ts';
import { headersPlugin, samplesPlugin, serviceWorkerPlugin } from './build/plugins.ts';

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: './',
  plugins: [
    svelte(),
    kernelsPlugin(),
    headersPlugin(),
    samplesPlugin(local('./sample-data')),
    serviceWorkerPlugin(local('./workers/service.worker.ts')),
  ],
  resolve: {
    dedupe: ['apache-arrow', 'flatbuffers'],
    alias: {
      // The package's export map names a file that it doesn't ship for browsers.
      '@duckdb/duckdb-wasm/blocking': local('./node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs'),
    },
  },
  worker: { format: 'es', plugins: () => [kernelsPlugin()] },
  build: { target: 'es2024', sourcemap: false, chunkSizeWarningLimit: 4096 },
  server: { port: 4173, strictPort: true },
  preview: { port: 4173, strictPort: true },
  test: {
    include: ['src/**/*.test.ts', 'workers/**/*.test.ts', 'build/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Vitest leaves one core idle by default, on two that is half of them.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
