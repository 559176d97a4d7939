import { createContext } from 'svelte';
import type { AnyAnalysis } from '../contract/analysis.ts';
import type { Explore } from './explore.svelte.ts';
import type { Kept } from './kept.svelte.ts';
import type { Locale } from './locale.svelte.ts';
import type { PageCommandSlot } from './page-commands.ts';
import type { Recipes } from './recipes.svelte.ts';
import type { Router } from './router.svelte.ts';
import type { Runs } from './run.svelte.ts';
import type { Theme } from './theme.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

/** Everything that the pages share. */
export interface App {
  workspace: Workspace;
  locale: Locale;
  theme: Theme;
  router: Router;
  runs: Runs;
  commands: PageCommandSlot;
  explore: Explore;
  analyses: ReadonlyMap<string, AnyAnalysis>;
  recipes: Recipes;
  kept: Kept;
}

/** The app, from any component beneath `App.svelte`. */
export const [useApp, provideApp] = createContext<App>();
