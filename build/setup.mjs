// What `npm start` and `npm test` need before anything else: a fitting Node, the packages, a build that is up to date.
// Plain Node without dependencies, since node_modules may not be there yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, '.cache', 'build-stamp');
const windows = process.platform === 'win32';

/** Everything that the build is made from. */
const sources = [
  'src',
  'workers',
  'build',
  'public',
  'sample-data',
  'index.html',
  'package-lock.json',
  'svelte.config.js',
  'vite.config.ts',
];

/** Runs a command in the project's folder with our own output; returns its exit code. */
export function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: windows,
  });
  if (error) console.error(`${command} could not be started: ${error.message}`);
  return status ?? 1;
}

/** Runs a package's command, without npx's look-up. */
export const runTool = (name, args, env) => run(join(root, 'node_modules', '.bin', name), args, env);

const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** Parts of other systems, peers that nobody needs, and what npm noted without installing it. */
const mayBeAbsent = (wanted) => wanted.optional || wanted.devOptional || wanted.extraneous;

/** True where every package that the lock asks for on this platform is installed in that version. */
export function packagesMatch(folder = root) {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = readPackages(installed);
  return Object.entries(readPackages(join(folder, 'package-lock.json'))).every(
    ([path, wanted]) => path === '' || (have[path] ? have[path].version === wanted.version : mayBeAbsent(wanted)),
  );
}

export function install() {
  if (packagesMatch()) return;
  console.log('Installing the packages (once; about a minute) …');
  if (run('npm', ['ci', '--no-fund', '--no-audit']) !== 0) {
    throw new Error('npm ci failed: see its message above. It needs a connection to the npm registry, this once.');
  }
}

function addToHash(hash, path) {
  const full = join(root, path);
  const found = statSync(full, { throwIfNoEntry: false });
  if (!found) return;
  if (found.isFile()) hash.update(`${path}\0`).update(readFileSync(full));
  else for (const name of readdirSync(full).sort()) addToHash(hash, `${path}/${name}`);
}

function sourceStamp() {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) addToHash(hash, source);
  return hash.digest('hex');
}

function isBuilt(stamp) {
  const built = existsSync(stampFile) && existsSync(join(root, 'dist', 'sw.js'));
  return built && readFileSync(stampFile, 'utf8') === stamp;
}

/** Builds into dist; returns whether it worked. */
export function build() {
  const stamp = sourceStamp();
  rmSync(stampFile, { force: true });
  if (runTool('vite', ['build']) !== 0) return false;
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}

/** Builds only where a source has changed since the last build. */
export function buildIfChanged() {
  if (isBuilt(sourceStamp())) return;
  console.log('Building (half a minute) …');
  if (!build()) throw new Error('The build failed: see the message above.');
}
