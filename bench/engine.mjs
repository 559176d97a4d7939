// Behold's part of a contest with Python: bench/<name>/behold.ts as one module, run in Chromium or in Node; and the Python beside it.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { listen, staticServer } from '../build/serve.mjs';
import { launch } from './browser.mjs';

export const root = join(import.meta.dirname, '..');

/** Where the data of a contest lies, and the module that is timed. */
export const folderOf = (name) => join(root, '.bench', name);

/** As a function in the page: reads the files that the server has beside it. */
async function runInPage(job) {
  const read = async (name) => (await fetch(`./${name}`)).arrayBuffer();
  const behold = await import('./behold.js');
  return behold[job.measure](job, read);
}

async function inChromium(folder, port) {
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Bench</title>');
  const server = await staticServer({ dir: folder, bare: true });
  await listen(server, port);
  const browser = await launch();
  const run = async (job) => {
    const page = await browser.newPage();
    page.setDefaultTimeout(900_000);
    await page.goto(`http://localhost:${port}/`);
    const outcome = await page.evaluate(runInPage, job);
    await page.close();
    return outcome;
  };
  const close = async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  };
  return { where: `Chromium ${browser.version()}`, run, close };
}

async function inNode(folder) {
  const behold = await import(pathToFileURL(join(folder, 'behold.js')));
  const read = async (name) => new Uint8Array(readFileSync(join(folder, name))).buffer;
  const run = (job) => behold[job.measure](job, read);
  return { where: `Node ${process.version}`, run, close: async () => undefined };
}

/**
 * `run(job)` calls the function of behold.ts that `job.measure` names, with the job and a reader of the files of its folder. A job
 * travels as JSON.
 */
export async function openEngine(name, place, port) {
  const folder = folderOf(name);
  process.env.BENCH_ENTRY = join(root, 'bench', name, 'behold.ts');
  await build({ configFile: join(root, 'bench', 'vite.config.ts'), build: { outDir: folder } });
  const engine = await (place === 'node' ? inNode(folder) : inChromium(folder, port));
  return { ...engine, where: `${engine.where}, ${cpus().length} × ${cpus()[0]?.model}` };
}

const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** What bench/<name>/rival.py prints as its last line, given the job; `missing` where a library is not there. */
export function runPython(name, job) {
  const { stdout, stderr, status } = spawnSync('python3', [join(root, 'bench', name, 'rival.py')], {
    input: JSON.stringify({ ...job, folder: folderOf(name) }),
    env: { ...process.env, ...ONE_THREAD },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr || 'python3 was not found');
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** A row of a table in Markdown. */
export const line = (cells) => `| ${cells.join(' | ')} |`;
