import { defineConfig } from 'vitest/config';

/** The scores over public corpora of damaged files, which lie beside a checkout and never in it. */
export default defineConfig({
  test: {
    include: ['src/data/corpora/*.corpus.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    passWithNoTests: true,
  },
});
