import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { responseHeaders } from './headers.ts';
import { precacheManifest, serviceWorkerFile } from './precache.ts';
import { hostFiles } from './static-hosts.ts';

/** Sends the headers from the dev and preview servers, and writes them into the build for static hosts. */
export function headersPlugin(): Plugin {
  return {
    name: 'behold:headers',
    config: () => ({
      server: { headers: responseHeaders('development') },
      preview: { headers: responseHeaders() },
    }),
    generateBundle() {
      for (const [fileName, source] of Object.entries(hostFiles())) this.emitFile({ type: 'asset', fileName, source });
    },
  };
}

const sampleTypes: Record<string, string> = {
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.gz': 'application/gzip',
};

/** Serves `sample-data/` as `samples/` in development and copies it into the build. */
export function samplesPlugin(folder: string): Plugin {
  return {
    name: 'behold:samples',
    configureServer(server) {
      server.middlewares.use('/samples', async (request, response, next) => {
        const name = decodeURIComponent((request.url ?? '/').slice(1).split('?')[0]!);
        if (!(await readdir(folder)).includes(name)) return next();
        response.setHeader('Content-Type', sampleTypes[extname(name)] ?? 'application/octet-stream');
        response.end(await readFile(join(folder, name)));
      });
    },
    async writeBundle({ dir }) {
      const target = join(dir!, 'samples');
      await mkdir(target, { recursive: true });
      for (const name of await readdir(folder)) await copyFile(join(folder, name), join(target, name));
    },
  };
}

/**
 * Builds the service worker once everything else lies in the output folder: its list names every file there, so it can
 * be neither an input of the same build nor share a chunk with the page.
 */
export function serviceWorkerPlugin(source: string): Plugin {
  let output = '';
  let failed = false;
  return {
    name: 'behold:service-worker',
    apply: 'build',
    configResolved(config) {
      output = resolve(config.root, config.build.outDir);
    },
    buildEnd(error) {
      failed = error !== undefined;
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        if (failed) return;
        const manifest = await precacheManifest(output);
        const result = await build({
          configFile: false,
          logLevel: 'warn',
          define: { __PRECACHE__: JSON.stringify(manifest) },
          build: { write: false, lib: { entry: source, formats: ['es'], fileName: () => serviceWorkerFile } },
        });
        const [chunk] = (Array.isArray(result) ? result : [result]).flatMap((part) =>
          'output' in part ? part.output : [],
        );
        if (chunk?.type !== 'chunk') throw new Error('The service worker was not built.');
        await writeFile(join(output, serviceWorkerFile), chunk.code);
      },
    },
  };
}
