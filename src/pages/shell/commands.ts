import { addFiles, attempt, goToSample, projectEnding } from '../../state/actions.ts';
import type { App } from '../../state/app.ts';
import { pageLetters, pageNames } from '../../state/route.ts';
import { download } from '../../ui/files.ts';
import type { Command } from '../../ui/command.ts';
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
  return [...app.analyses.values()].map((analysis) => ({
    id: `analysis-${analysis.id}`,
    title: analysis.texts[app.locale.language].title ?? analysis.id,
    group: app.locale.t('page.analyse'),
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

/** Writes the project to one file in the browser's downloads. */
export async function saveProject(app: App): Promise<void> {
  const name = app.workspace.mapping.events?.table ?? 'project';
  const done = await attempt(app, async () => download(await app.workspace.save(), `${name}${projectEnding}`));
  if (done && app.recipes.holdKeys) app.workspace.notices.info('app.saved-originals');
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
      title: locale.t('project.save'),
      group,
      words: 'save export project',
      run: () => void saveProject(app),
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
  ...projectCommands(app),
];
