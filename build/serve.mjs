// A small static server for the finished build: the headers come from the build's own `_headers`, so that what is served
// here is what a static host serves. Plain Node, no dependencies.
//   node build/serve.mjs [--port 4173] [--dir dist] [--base /sub/] [--bare]   (--bare: none of the headers, for the control)
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.gz': 'application/gzip',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** Reads `_headers`: a path, then its indented headers; `! Name` takes an earlier rule's header back. */
export function parseHeaders(text) {
  const rules = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    if (!/^\s/.test(line)) rules.push({ path: line.trim(), headers: [] });
    else if (line.trim().startsWith('!')) rules.at(-1).headers.push([line.trim().slice(1).trim(), null]);
    else rules.at(-1).headers.push(line.trim().split(/:\s*(.*)/s, 2));
  }
  return rules;
}

/** The headers that the rules give a path; a pattern ends in `*` or is the whole path. */
export function headersFor(rules, path) {
  const found = {};
  for (const rule of rules) {
    const matches = rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path;
    if (!matches) continue;
    for (const [name, value] of rule.headers) {
      if (value === null) delete found[name];
      else found[name] = value;
    }
  }
  return found;
}

/** The file that a path below the root names, or null; a folder means its index.html. */
async function findFile(root, path) {
  const file = normalize(join(root, path));
  if (file !== root && !file.startsWith(root + sep)) return null;
  const found = await stat(file).catch(() => null);
  if (found?.isFile()) return { file, size: found.size };
  return found?.isDirectory() ? findFile(root, join(path, 'index.html')) : null;
}

function decodePath(url) {
  try {
    return decodeURIComponent(url.split(/[?#]/)[0]);
  } catch {
    return null;
  }
}

/** An http.Server over a folder. `bare` leaves the headers out; `base` is the folder of the site that it appears under. */
export async function staticServer({ dir = 'dist', base = '/', bare = false } = {}) {
  const root = resolve(dir);
  const rules = bare ? [] : parseHeaders(await readFile(join(root, '_headers'), 'utf8'));
  return createServer(async (request, response) => {
    const full = decodePath(request.url ?? '/');
    const path = full?.startsWith(base) ? `/${full.slice(base.length)}` : null;
    const headers = headersFor(rules, path ?? '/');
    const found = path === null ? null : await findFile(root, path);
    if (!found || !['GET', 'HEAD'].includes(request.method)) {
      response.writeHead(found ? 405 : 404, { ...headers, 'Content-Type': types['.txt'] });
      response.end(found ? 'Method not allowed.\n' : 'Not found.\n');
      return;
    }
    const type = types[extname(found.file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': found.size });
    if (request.method === 'HEAD') response.end();
    else createReadStream(found.file).pipe(response);
  });
}

/** Listens on the loopback interface; rejects with EADDRINUSE where the port is taken. */
export async function listen(server, port) {
  await new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, 'localhost', done);
  });
}

/** What to tell a person whose port is taken. */
export const portTaken = (port) =>
  `Port ${port} is taken by another program (perhaps Behold itself, in another window).\n` +
  `Stop that program, or choose another port:  PORT=${port + 1} npm start`;

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: process.env.PORT ?? '4173' },
      dir: { type: 'string', default: 'dist' },
      base: { type: 'string', default: '/' },
      bare: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  try {
    await listen(await staticServer(values), port);
  } catch (error) {
    console.error(error.code === 'EADDRINUSE' ? portTaken(port) : error.message);
    process.exit(1);
  }
  console.log(
    `Serving ${values.dir} at http://localhost:${port}${values.base}${values.bare ? ' without headers' : ''}`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
