import type { Cohort, ProjectParts, Report, SavedRun } from '../contract/document.ts';
import { Draft } from './draft.ts';
import type { Workspace } from './workspace.svelte.ts';

export type { Cohort, Report, ReportBlock, SavedRun } from '../contract/document.ts';

/** What a person keeps in the open project besides data: notes, saved runs, cohorts and the report. */
export class Kept {
  notes = $state.raw('');
  runs = $state.raw<readonly SavedRun[]>([]);
  cohorts = $state.raw<readonly Cohort[]>([]);
  report = $state.raw<Report>({ title: '', blocks: [] });

  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never shown
  readonly #drafts = new Set<Draft>();
  #changing = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly workspace: Workspace) {
    const { engine } = workspace;
    engine.onEvent(({ kind }) => {
      if (kind === 'changed' || kind === 'project') this.read();
    });
    void engine.ready.then(() => this.read()).catch(() => undefined);
    // What is typed must reach the engine before others, at the same events, tell it to save: so they are caught on the way down.
    const leave = () => void this.flush().then(() => engine.flush());
    for (const event of ['visibilitychange', 'pagehide', 'beforeunload'])
      addEventListener(event, leave, { capture: true });
  }

  /** Reads the parts of the open project anew. */
  read(): void {
    const { engine } = this.workspace;
    this.notes = engine.part('notes');
    this.runs = engine.part('runs');
    this.cohorts = engine.part('cohorts');
    this.report = engine.part('report');
  }

  /** Changes a part by what it is by then; one change after another. An edit that gives the same value back changes nothing. */
  change<K extends keyof ProjectParts>(name: K, edit: (part: ProjectParts[K]) => ProjectParts[K]): Promise<void> {
    const make = async () => {
      const { engine } = this.workspace;
      const before = engine.part(name);
      const after = edit(before);
      if (after === before) return;
      await engine.setPart(name, after);
      this.read();
    };
    // With nothing under way it begins at once: a page that is about to go has no later.
    const made = this.#changing === 0 ? make() : this.#last.then(make);
    this.#changing++;
    this.#last = made.catch(() => undefined).finally(() => this.#changing--);
    return made;
  }

  addRun(run: SavedRun): Promise<void> {
    return this.change('runs', (runs) => [...runs, run]);
  }

  renameRun(id: string, name: string): Promise<void> {
    return this.change('runs', (runs) => runs.map((run) => (run.id === id ? { ...run, name } : run)));
  }

  removeRun(id: string): Promise<void> {
    return this.change('runs', (runs) => runs.filter((run) => run.id !== id));
  }

  addCohort(cohort: Cohort): Promise<void> {
    return this.change('cohorts', (cohorts) => [...cohorts, cohort]);
  }

  renameCohort(id: string, name: string): Promise<void> {
    return this.change('cohorts', (all) => all.map((cohort) => (cohort.id === id ? { ...cohort, name } : cohort)));
  }

  replaceCohort(cohort: Cohort): Promise<void> {
    return this.change('cohorts', (all) => all.map((each) => (each.id === cohort.id ? cohort : each)));
  }

  removeCohort(id: string): Promise<void> {
    return this.change('cohorts', (all) => all.filter((cohort) => cohort.id !== id));
  }

  /** A field's text on its way to the project. The answer of `drop` has kept its last key. */
  draft(keep: (text: string) => Promise<unknown>): Draft {
    const made = new Draft(async (text) => void (await keep(text)));
    this.#drafts.add(made);
    return made;
  }

  drop(draft: Draft): Promise<void> {
    this.#drafts.delete(draft);
    return draft.flush();
  }

  /** Keeps everything that is typed and not kept yet. */
  async flush(): Promise<void> {
    await Promise.all([...this.#drafts].map((draft) => draft.flush()));
  }
}
