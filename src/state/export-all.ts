import { projectEnding } from './actions.ts';
import { distinctNames, safeFileName } from './file-name.ts';
import type { Workspace } from './workspace.svelte.ts';

/** A zip without the 64-bit extension ends here; what is larger is handed out file by file. */
const largestZip = 4_000_000_000;

interface Named {
  name: string;
  file: Blob;
}

/** Puts files into one zip as they are: project files are packed already. */
async function zipOf(files: readonly Named[]): Promise<Blob> {
  const { Zip, ZipPassThrough } = await import('fflate');
  const parts: BlobPart[] = [];
  return new Promise((resolve, reject) => {
    const zip = new Zip((error, chunk, final) => {
      if (error) return reject(error);
      parts.push(new Uint8Array(chunk));
      if (final) resolve(new Blob(parts, { type: 'application/zip' }));
    });
    const addAll = async () => {
      for (const { name, file } of files) {
        const entry = new ZipPassThrough(name);
        zip.add(entry);
        for await (const chunk of file.stream()) entry.push(chunk);
        entry.push(new Uint8Array(), true);
      }
      zip.end();
    };
    addAll().catch(reject);
  });
}

/**
 * Every project of this machine as a project file, all of them in one zip, or one by one where a zip can't hold them.
 * Those that can't be read are named in a notice, and left out.
 */
export function exportAll(workspace: Workspace): Promise<Named[]> {
  return workspace.jobs.track(workspace.locale.t('job.export-all'), async ({ signal, onProgress }) => {
    const { engine, notices } = workspace;
    await engine.saved().catch(() => undefined);
    const list = await engine.projects();
    const made: Named[] = [];
    const failed: string[] = [];
    for (const [index, { id, name, state }] of list.entries()) {
      signal.throwIfAborted();
      onProgress(index / list.length, name);
      const file = state === 'newer' ? null : await engine.save({ id }).catch(() => null);
      if (file) made.push({ name: safeFileName(name), file });
      else failed.push(name);
    }
    if (failed.length > 0) notices.info('project.not-exported', { n: failed.length, names: failed.join(', ') });
    return bundle(made);
  });
}

async function bundle(made: readonly Named[]): Promise<Named[]> {
  const names = distinctNames(made.map(({ name }) => name));
  const files = made.map(({ file }, i) => ({ name: `${names[i]}${projectEnding}`, file }));
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (files.length < 2 || bytes > largestZip) return files;
  return [{ name: 'behold-projects.zip', file: await zipOf(files) }];
}
