import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default tseslint.config(
  { ignores: ['.bench/', 'node_modules', 'dist', 'dist-control', 'sample-data', 'test-results', '**/*.as.ts'] },
  ...tseslint.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: { 'svelte/no-navigation-without-resolve': 'off' },
  },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    // Arrow's builders compile functions from text, which the page's policy refuses; only tests run without it.
    files: ['src/**', 'workers/**'],
    ignores: ['**/*.test.ts', '**/test-*.ts', '**/testing.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'apache-arrow',
              importNames: ['vectorFromArray', 'tableFromArrays', 'tableFromJSON', 'makeBuilder', 'Utf8Builder'],
              message: 'Arrow builders use eval: make vectors from typed arrays (makeData, makeVector).',
            },
          ],
        },
      ],
    },
  },
  { files: ['build/**', 'bench/**', 'e2e/**'], rules: { 'no-console': 'off' } },
);
