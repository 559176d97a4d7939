import { createServer, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { headersFor, listen, parseHeaders, staticServer } from '../../build/serve.mjs';

/** What is altered in a worker's script on its way to the browser. */
export interface Patch {
  /** Of the path of a worker's script. */
  path: RegExp;
  edit: (script: string) => string;
}

/** Same origin as the app, and none of its code: from here a test looks at the files and changes them. */
const plainPage = '<!doctype html><title>plain</title>';

const isWorker = /\/\w+\.worker-[\w-]+\.js$/;

/** A build on a port of its own, whose workers' scripts a test may alter. Without service worker: it would hand out its own copies. */
export class FaultSite {
  readonly address: string;
  /** Set by a test; in force from the next load on. */
  patches: Patch[] = [];
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.address = `http://localhost:${port}/`;
  }

  static async start(port: number, dir = process.env.E2E_DIST ?? 'dist'): Promise<FaultSite> {
    const files = await staticServer({ dir });
    const rules = parseHeaders(await readFile(join(dir, '_headers'), 'utf8'));
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', site.address).pathname;
      const patches = site.patches.filter((each) => each.path.test(path));
      if (path === '/plain') send(response, 'text/html', plainPage);
      else if (path === '/sw.js') response.writeHead(404).end();
      // Never from the browser's cache: the next load may be altered.
      else if (isWorker.test(path)) void site.#altered(join(dir, path), patches, headersFor(rules, path), response);
      else files.emit('request', request, response);
    });
    const site = new FaultSite(server, port);
    await listen(server, port);
    return site;
  }

  async #altered(file: string, patches: Patch[], headers: Record<string, string>, response: ServerResponse) {
    const script = await readFile(file, 'utf8');
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    send(
      response,
      'text/javascript',
      patches.reduce((text, { edit }) => edit(text), script),
    );
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

function send(response: ServerResponse, type: string, body: string): void {
  response.setHeader('Content-Type', `${type}; charset=utf-8`);
  response.setHeader('Cache-Control', 'no-store');
  response.end(body);
}
