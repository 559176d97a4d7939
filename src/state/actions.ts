import type { App } from './app.ts';

/** The ending of project files. */
export const projectEnding = '.behold';

const isProject = (file: File): boolean => file.name.endsWith(projectEnding);

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

/** Takes in files that were dropped, pasted or picked: a project is opened, everything else imported. */
export async function addFiles(app: App, files: File[]): Promise<void> {
  const project = files.find(isProject);
  const done = await attempt(app, () => (project ? openProject(app, project) : app.workspace.import(files)));
  if (done) app.router.go({ page: 'data' });
}

async function openProject(app: App, project: File): Promise<void> {
  await app.workspace.open(project);
  app.runs.clear();
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
