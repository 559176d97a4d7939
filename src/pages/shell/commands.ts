import { addFiles, attempt, goToSample } from '../../state/actions.ts';
import type { App } from '../../state/app.ts';
import { describeHistory } from '../../state/history-texts.ts';
import { menuOf } from '../../state/menu.ts';
import { pageLetters, pageNames } from '../../state/route.ts';
import type { Command } from '../../ui/command.ts';
import { askToDelete, duplicateProject, newProject, openProject, redo, undo } from '../projects/project-actions.ts';
import { pickFiles, readClipboard } from './sources.ts';

function pageCommands(app: App): Command[] {
  return pageNames.map((page) => ({
    id: `page-${page}`,
    title: app.locale.t(`page.${page}`),
    group: app.locale.t('palette.pages'),
    hint: `g ${pageLetters[page]}`,
    words: page,
    run: () => app.router.go({ page }),
  }));
}

function analysisCommands(app: App): Command[] {
  const inOrder = menuOf(app.analyses.values()).flatMap(({ analyses }) => analyses);
  return inOrder.map((analysis) => ({
    id: `analysis-${analysis.id}`,
    title: analysis.texts[app.locale.language].title ?? analysis.id,
    group: app.locale.t(`group.${analysis.group}`),
    words: `${analysis.id} ${analysis.texts.en.title} ${analysis.texts.zh.title}`,
    run: () => app.router.go({ page: 'analyse', id: analysis.id }),
  }));
}

function sampleCommands(app: App): Command[] {
  return app.workspace.samples.map((sample) => ({
    id: `sample-${sample.id}`,
    title: sample.title[app.locale.language],
    group: app.locale.t('palette.samples'),
    words: `${sample.id} sample`,
    run: () => goToSample(app, sample.id),
  }));
}

/** Asks what shall go into the project's file. */
export function saveProject(app: App): void {
  app.workspace.projects.dialog = { kind: 'save' };
}

function historyCommands(app: App): Command[] {
  const { locale, workspace, router } = app;
  const { undoable, redoable, canWrite } = workspace.projects;
  const group = locale.t('palette.project');
  const named = (key: 'project.undo-what' | 'project.redo-what', entry: NonNullable<typeof undoable>) =>
    locale.t(key, { change: describeHistory(entry, locale) });
  return [
    ...(undoable && canWrite
      ? [
          {
            id: 'undo',
            title: named('project.undo-what', undoable),
            group,
            hint: '⌘Z',
            words: 'undo back',
            run: () => void undo(app),
          },
        ]
      : []),
    ...(redoable && canWrite
      ? [
          {
            id: 'redo',
            title: named('project.redo-what', redoable),
            group,
            hint: '⇧⌘Z',
            words: 'redo again',
            run: () => void redo(app),
          },
        ]
      : []),
    {
      id: 'history',
      title: locale.t('project.history'),
      group,
      words: 'history changes',
      run: () => router.go({ page: 'project' }),
    },
  ];
}

function keptCommands(app: App): Command[] {
  const { locale, workspace } = app;
  const { list, status } = workspace.projects;
  return list
    .filter(({ id, state }) => id !== status?.id && state !== 'newer')
    .map(({ id, name }) => ({
      id: `project-${id}`,
      title: locale.t('project.open-named', { name }),
      group: locale.t('palette.project'),
      words: 'open project',
      run: () => void openProject(app, id),
    }));
}

function projectsCommands(app: App): Command[] {
  const { locale, workspace } = app;
  const group = locale.t('palette.project');
  const { status } = workspace.projects;
  return [
    { id: 'new', title: locale.t('project.new'), group, words: 'new project', run: () => void newProject(app) },
    {
      id: 'duplicate',
      title: locale.t('project.duplicate'),
      group,
      words: 'duplicate copy project',
      run: () => void duplicateProject(app),
    },
    {
      id: 'delete',
      title: locale.t('project.delete'),
      group,
      words: 'delete remove erase project',
      run: () => askToDelete(app),
    },
    ...(status?.access === 'read'
      ? [
          {
            id: 'take-over',
            title: locale.t('banner.take-over'),
            group,
            words: 'take over write',
            run: () => void attempt(app, () => workspace.projects.takeOver()),
          },
        ]
      : []),
    ...keptCommands(app),
  ];
}

function projectCommands(app: App): Command[] {
  const { locale, theme, workspace } = app;
  const group = locale.t('palette.project');
  const other = locale.language === 'en' ? 'zh' : 'en';
  return [
    {
      id: 'open',
      title: locale.t('drop.open'),
      group,
      words: 'open import file',
      run: () => pickFiles((files) => void addFiles(app, files)),
    },
    {
      id: 'open-with-options',
      title: locale.t('drop.options'),
      group,
      words: 'open import file options encoding delimiter columns sample',
      run: () => pickFiles((files) => void addFiles(app, files, true)),
    },
    { id: 'paste', title: locale.t('drop.paste'), group, words: 'paste clipboard', run: () => void pasteInto(app) },
    {
      id: 'save',
      title: locale.t('project.save-file'),
      group,
      words: 'save export project template encrypt',
      run: () => saveProject(app),
    },
    {
      id: 'theme',
      title: locale.t(theme.dark ? 'theme.to-light' : 'theme.to-dark'),
      group,
      words: 'theme dark light',
      run: () => theme.toggle(),
    },
    {
      id: 'theme-system',
      title: locale.t('theme.system'),
      group,
      words: 'theme system',
      run: () => theme.set('system'),
    },
    {
      id: 'language',
      title: other === 'zh' ? '简体中文' : 'English',
      group: locale.t('palette.language'),
      words: 'language chinese english',
      run: () => void attempt(app, () => workspace.setLanguage(other)),
    },
  ];
}

/** Reads the clipboard and imports what it holds. */
export async function pasteInto(app: App): Promise<void> {
  await attempt(app, async () => addFiles(app, await readClipboard()));
}

/** Everything that the palette offers now. */
export const allCommands = (app: App): Command[] => [
  ...pageCommands(app),
  ...analysisCommands(app),
  ...sampleCommands(app),
  ...historyCommands(app),
  ...projectCommands(app),
  ...projectsCommands(app),
];
