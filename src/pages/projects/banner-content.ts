import { attempt } from '../../state/actions.ts';
import type { App } from '../../state/app.ts';
import type { BannerKind } from '../../state/banners.ts';
import { damageWords } from '../../state/damage.ts';
import { formatWhen } from '../../state/when.ts';
import { pickFiles } from '../shell/sources.ts';
import { goOnWithTraining, openPicked, reloadPage } from './project-actions.ts';

interface Action {
  text: string;
  run: () => void;
  primary?: boolean;
}

/** One sentence with what can be done about it. */
export interface BannerContent {
  tone: 'bad' | 'warn' | 'info';
  text: string;
  actions: Action[];
  /** The user may put it away. */
  dismissible?: boolean;
}

type Make = (app: App) => BannerContent;

const saveToFile = ({ locale, workspace }: App): Action => ({
  text: locale.t('banner.save-file'),
  run: () => (workspace.projects.dialog = { kind: 'save' }),
});

const list = (app: App, names: readonly string[]): string => names.join(app.locale.language === 'zh' ? '、' : ', ');

const outdated: Make = (app) => ({
  tone: 'bad',
  text: app.locale.t('banner.outdated'),
  actions: [{ text: app.locale.t('banner.reload'), primary: true, run: () => void reloadPage(app) }, saveToFile(app)],
});

const damaged: Make = (app) => {
  const { locale, workspace } = app;
  const { projects } = workspace;
  const what = damageWords(projects.status?.damage ?? [], locale);
  const savedAt = projects.status?.savedAt ?? null;
  const text =
    projects.status?.fromPrevious && savedAt !== null
      ? locale.t('banner.damaged-previous', { what, when: formatWhen(savedAt, Date.now(), locale.language) })
      : locale.t('banner.damaged', { what });
  const accept = () => void attempt(app, () => projects.acceptDamage());
  return {
    tone: 'bad',
    text,
    actions: [{ text: locale.t('banner.accept'), primary: true, run: accept }, saveToFile(app)],
  };
};

const failed: Make = (app) => {
  const { locale, workspace } = app;
  const error = workspace.projects.status?.error;
  const again = () => void attempt(app, () => workspace.projects.saveAgain());
  return {
    tone: 'bad',
    text: error ? locale.t('banner.failed', { reason: locale.sentence(error) }) : locale.t('banner.failed-short'),
    actions: [
      { text: locale.t('banner.again'), run: again },
      { ...saveToFile(app), primary: true },
    ],
  };
};

const off: Make = (app) => ({
  tone: 'warn',
  text: app.locale.t('banner.off'),
  actions: [saveToFile(app)],
  dismissible: true,
});

const gone: Make = (app) => ({
  tone: 'warn',
  text: app.locale.t('banner.gone', { n: app.workspace.projects.gone }),
  actions: [{ text: app.locale.t('banner.open-project'), run: () => openPicked(app) }],
  dismissible: true,
});

const readOnly: Make = (app) => ({
  tone: 'info',
  text: app.locale.t('banner.read-only'),
  actions: [
    {
      text: app.locale.t('banner.take-over'),
      run: () => void attempt(app, () => app.workspace.projects.takeOver()),
    },
  ],
});

const full: Make = (app) => {
  const { locale, router } = app;
  const { used, quota } = app.workspace.projects.room ?? { used: 0, quota: 1 };
  const values = { share: locale.percent(used / quota, 0), used: locale.bytes(used), quota: locale.bytes(quota) };
  return {
    tone: 'warn',
    text: locale.t('banner.full', values),
    actions: [{ text: locale.t('banner.manage'), run: () => router.go({ page: 'privacy' }) }, saveToFile(app)],
    dismissible: true,
  };
};

const interruptedImport: Make = (app) => {
  const { locale, workspace } = app;
  const files = workspace.projects.status?.interrupted?.files ?? [];
  const resume = async (chosen: File[]) => {
    if (await attempt(app, () => workspace.projects.resumeImport(chosen))) app.router.go({ page: 'data' });
  };
  return {
    tone: 'warn',
    text: locale.t('banner.import', {
      n: files.length,
      files: list(
        app,
        files.map(({ name }) => name),
      ),
    }),
    actions: [
      {
        text: locale.t('banner.choose-again', { n: files.length }),
        primary: true,
        run: () => pickFiles((chosen) => void resume(chosen)),
      },
      {
        text: locale.t('banner.forget'),
        run: () => void attempt(app, () => workspace.projects.forgetInterrupted()),
      },
    ],
  };
};

const interruptedTraining: Make = (app) => {
  const { locale, workspace, analyses } = app;
  const [training] = workspace.projects.status?.trainings ?? [];
  const { key = '', analysis = '', done = 0 } = training ?? {};
  const title = analyses.get(analysis)?.texts[locale.language].title ?? analysis;
  return {
    tone: 'info',
    text: locale.t('banner.training', { analysis: title, done }),
    actions: [
      {
        text: locale.t('banner.go-on'),
        primary: true,
        run: () => training && goOnWithTraining(app, training),
      },
      {
        text: locale.t('banner.forget'),
        run: () => void attempt(app, () => workspace.projects.forgetInterrupted(key)),
      },
    ],
  };
};

const template: Make = (app) => {
  const { locale, workspace } = app;
  const tables = (workspace.projects.status?.awaits ?? []).map(({ name, columns }) =>
    locale.t('banner.template-table', {
      table: name,
      columns: list(
        app,
        columns.map((column) => column.name),
      ),
    }),
  );
  return {
    tone: 'info',
    text: locale.t('banner.template', { tables: list(app, tables) }),
    actions: [{ text: locale.t('banner.open-file'), primary: true, run: () => openPicked(app) }],
    dismissible: true,
  };
};

const unpersisted: Make = (app) => ({
  tone: 'info',
  text: app.locale.t('banner.unpersisted'),
  actions: [saveToFile(app)],
  dismissible: true,
});

const makers: Record<BannerKind, Make> = {
  outdated,
  damaged,
  failed,
  off,
  gone,
  'read-only': readOnly,
  full,
  import: interruptedImport,
  training: interruptedTraining,
  template,
  unpersisted,
};

/** What a banner says and offers, in the page's language. */
export const bannerContent = (app: App, kind: BannerKind): BannerContent => makers[kind](app);
