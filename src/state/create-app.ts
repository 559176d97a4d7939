import type { AnyAnalysis } from '../contract/analysis.ts';
import type { Engine } from '../contract/engine.ts';
import type { Notice } from '../contract/import.ts';
import type { AnyOperation } from '../contract/operation.ts';
import { describe } from '../i18n/errors/index.ts';
import { translateIssues } from '../i18n/issues.ts';
import type { App } from './app.ts';
import { Explore } from './explore.svelte.ts';
import { Kept } from './kept.svelte.ts';
import { saveOnLeaving } from './leaving.ts';
import { Locale } from './locale.svelte.ts';
import { registerOffline } from './offline.ts';
import { PageCommandSlot } from './page-commands.ts';
import { Recipes } from './recipes.svelte.ts';
import { Router } from './router.svelte.ts';
import { Runs } from './run.svelte.ts';
import { createBehold, installBehold } from './scripting.ts';
import { Theme } from './theme.svelte.ts';
import { admitEmptyHtml } from './trusted-types.ts';
import { Workspace } from './workspace.svelte.ts';

interface Catalog {
  analyses: ReadonlyMap<string, AnyAnalysis>;
  operations: ReadonlyMap<string, AnyOperation>;
}

type MakeEngine = (describe: (notice: Notice) => string) => Engine;

/** Puts the parts together: engine, state, scripting API. The engine starts at once; the page doesn't wait for it. */
export function createApp(makeEngine: MakeEngine, { analyses, operations }: Catalog): App {
  admitEmptyHtml();
  translateIssues();
  const locale = new Locale();
  const theme = new Theme();
  const engine = makeEngine((notice) => describe(notice.code, notice.values, locale.language));
  const workspace = new Workspace(engine, locale);
  const runs = new Runs(workspace);
  installBehold(createBehold(workspace, analyses, operations, theme));
  const mayReload = () => workspace.tables.length === 0 && workspace.jobs.list.length === 0;
  void registerOffline((state) => {
    // What this tab runs stays the older version, whatever becomes of the worker.
    if (workspace.offline !== 'replaced') workspace.offline = state;
    // Two versions must not write the same project: this one has said that it saves nothing more.
    if (state === 'replaced') void engine.outdate();
  }, mayReload);
  saveOnLeaving(engine, () => workspace.tables.length);
  void workspace.start().catch((error: unknown) => workspace.notices.error(error));
  const explore = new Explore(workspace);
  const recipes = new Recipes(workspace, operations);
  engine.onEvent(({ kind }) => {
    if (kind !== 'project') return;
    runs.clear();
    recipes.clear();
    explore.clear();
    workspace.scope.clear();
  });
  return {
    workspace,
    locale,
    theme,
    runs,
    explore,
    analyses,
    recipes,
    kept: new Kept(workspace),
    router: new Router(),
    commands: new PageCommandSlot(),
  };
}
