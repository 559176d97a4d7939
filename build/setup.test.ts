import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packagesMatch } from './setup.mjs';

let folder: string;
const writeJson = (name: string, packages: object) =>
  writeFileSync(join(folder, name), JSON.stringify({ packages: { '': {}, ...packages } }));
const installed = (packages: object) => writeJson('node_modules/.package-lock.json', packages);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'behold-setup-'));
  mkdirSync(join(folder, 'node_modules'));
  writeJson('package-lock.json', {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-for-another-system': { version: '2.0.0', optional: true },
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

it('installs where nothing is installed', () => expect(packagesMatch(folder)).toBe(false));

it('takes what the lock asks for, without the optional parts of other systems', () => {
  installed({ 'node_modules/a': { version: '1.0.0' } });
  expect(packagesMatch(folder)).toBe(true);
});

it('installs again when a version differs or a package is missing', () => {
  installed({ 'node_modules/a': { version: '1.0.1' } });
  expect(packagesMatch(folder)).toBe(false);
  installed({ 'node_modules/b-for-another-system': { version: '2.0.0' } });
  expect(packagesMatch(folder)).toBe(false);
});
