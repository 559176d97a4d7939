import type { App } from './app.ts';
import type { ImportDraft } from './import-draft.svelte.ts';

/** The ending of project files. */
export const projectEnding = '.behold';

const isProject = (file: File): boolean => file.name.toLowerCase().endsWith(projectEnding);

/** Runs an action of the user; what goes wrong is said in the notices. */
export async function attempt(app: App, action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    app.workspace.notices.error(error);
    return false;
  }
}

/**
 * Takes in files that were dropped, pasted or picked: a project is opened, everything else imported. The import dialogue
 * comes first where something is in doubt, and with `ask` always.
 */
export async function addFiles(app: App, files: File[], ask = false): Promise<void> {
  const project = files.find(isProject);
  let done = false;
  await attempt(app, async () => {
    done = project ? await app.workspace.projects.openFile(project) : await app.workspace.imports.take(files, ask);
  });
  if (done) app.router.go({ page: 'data' });
}

/** Imports what the import dialogue holds. */
export async function confirmImport(app: App, draft: ImportDraft): Promise<void> {
  let done = false;
  await attempt(app, async () => (done = await app.workspace.imports.confirm(draft)));
  if (done) app.router.go({ page: 'data' });
}

/** The place that opens a sample with its question. */
export function goToSample(app: App, id: string): void {
  const sample = app.workspace.samples.find((candidate) => candidate.id === id);
  if (!sample) return;
  if (sample.analysis) {
    app.router.go({ page: 'analyse', id: sample.analysis, params: sample.params ?? {}, sample: id });
  } else {
    app.router.go({ page: 'explore', sample: id });
  }
}
