import { addFiles, attempt, projectEnding } from '../../state/actions.ts';
import type { App } from '../../state/app.ts';
import { exportAll } from '../../state/export-all.ts';
import { safeFileName } from '../../state/file-name.ts';
import { activateUpdate } from '../../state/offline.ts';
import { download } from '../../ui/files.ts';
import { pickFiles } from '../shell/sources.ts';

type Projects = App['workspace']['projects'];
type Training = NonNullable<Projects['status']>['trainings'][number];
type SaveOptions = Parameters<Projects['save']>[0];

/** What is being typed is a change too, and comes before. */
const afterTyping = (app: App, work: () => Promise<unknown>): Promise<boolean> =>
  attempt(app, async () => {
    await app.kept.flush();
    await work();
  });

/** Lets the user pick a project file, or any other file. */
export const openPicked = (app: App): void => pickFiles((files) => void addFiles(app, files));

/** Writes the project to one file in the browser's downloads. True once that is done. */
export function saveToFile(app: App, options?: SaveOptions): Promise<boolean> {
  const { projects } = app.workspace;
  const name = `${safeFileName(projects.name)}${projectEnding}`;
  return afterTyping(app, async () => download(await projects.save(options), name));
}

/** Loads the page again, with everything saved that this tab may still save. */
export async function reloadPage({ workspace }: App): Promise<void> {
  if (workspace.projects.canWrite) await workspace.engine.saved().catch(() => undefined);
  location.reload();
}

/** Loads the newer version that waits; not before everything is saved. */
export const restartUpdated = (app: App): Promise<boolean> =>
  attempt(app, () => activateUpdate(() => app.kept.flush().then(() => app.workspace.engine.saved())));

/** Goes to the analysis whose training was interrupted, and runs it as it was run: it goes on where it stopped. */
export function goOnWithTraining(app: App, { analysis: id, params, seed, scope }: Training): void {
  const analysis = app.analyses.get(id);
  if (!analysis) return;
  app.router.go({ page: 'analyse', id, params, seed, ...(scope && { scope }) });
}

/** Another project, opened. Where the user was stays, but for a result that belonged to the one before. */
export const openProject = (app: App, id: string): Promise<boolean> =>
  attempt(app, () => app.workspace.projects.open(id));

export async function newProject(app: App): Promise<void> {
  if (await attempt(app, () => app.workspace.projects.create())) app.router.go({ page: 'home' });
}

export const duplicateProject = (app: App): Promise<boolean> => attempt(app, () => app.workspace.projects.duplicate());

/** Asks whether the open project shall go. */
export function askToDelete({ workspace: { projects } }: App): void {
  if (projects.status) projects.askToDelete({ id: projects.status.id, name: projects.name });
}

export const undo = (app: App): Promise<boolean> => afterTyping(app, () => app.workspace.projects.undo());
export const redo = (app: App): Promise<boolean> => afterTyping(app, () => app.workspace.projects.redo());

/** Hands every project to the browser's downloads. */
export const exportAllProjects = (app: App): Promise<boolean> =>
  attempt(app, async () => {
    for (const { name, file } of await exportAll(app.workspace)) download(file, name);
  });
