import type { HistoryEntry, ProjectParts } from '../contract/document.ts';
import type { SavedModel } from '../contract/model.ts';
import type { RecipeStep } from '../contract/operation.ts';
import type { Mapping, Settings } from '../contract/project.ts';
import { AppError, isAbort } from '../core/errors.ts';
import { Queue } from '../core/queue.ts';
import type { Change } from './project/history.ts';
import { record, redoStep, stepsTo, undoStep } from './project/history.ts';
import { mappedViews } from './project/mapping.ts';
import { withSettings } from './project/settings.ts';
import type { ProjectState } from './project/state.ts';

/** What the changes of a project are made with. */
export interface EditsHost {
  state: () => ProjectState;
  assertWritable: () => void;
  /** Makes the views of a mapping; throws where they can't be made. */
  applyMapping: (mapping: Mapping) => Promise<void>;
  applyRecipe: (table: string, steps: readonly RecipeStep[]) => Promise<void>;
  /** Puts a model back, or takes it away. */
  applyModel: (name: string, model: SavedModel | null) => Promise<void>;
  /** Something is no longer as it was, and goes to disk. */
  edited: () => void;
}

const parts: readonly (keyof ProjectParts)[] = ['name', 'notes', 'cohorts', 'runs', 'report'];

const isPart = (kind: HistoryEntry['kind']): kind is keyof ProjectParts => (parts as readonly string[]).includes(kind);

/** The changes of a project that can be taken back: its parts, and the history of all. */
export class Edits {
  readonly #host: EditsHost;
  /** One step back or forth at a time, however fast the key is pressed. */
  readonly #steps = new Queue();

  constructor(host: EditsHost) {
    this.#host = host;
  }

  part<K extends keyof ProjectParts>(name: K): ProjectParts[K] {
    return structuredClone(this.#host.state()[name]);
  }

  set<K extends keyof ProjectParts>(name: K, value: ProjectParts[K]): void {
    this.#host.assertWritable();
    const state: ProjectParts = this.#host.state();
    const before = state[name];
    checkForm(name, before, value);
    state[name] = structuredClone(value);
    // A first name is given, not changed: nobody would take it back.
    if (name !== 'name' || before !== '') this.record({ kind: name, before, after: state[name] });
    this.#host.edited();
  }

  /** Notes a change that was made. */
  record(change: Change): void {
    const state = this.#host.state();
    state.history = record(state.history, change, Date.now());
  }

  undo(): Promise<void> {
    return this.#steps.add(async () => {
      const step = undoStep(this.#host.state().history);
      if (step) await this.#take([step.entry], 'undo');
    });
  }

  redo(): Promise<void> {
    return this.#steps.add(async () => {
      const step = redoStep(this.#host.state().history);
      if (step) await this.#take([step.entry], 'redo');
    });
  }

  goTo(done: number): Promise<void> {
    return this.#steps.add(async () => {
      const { entries, how } = stepsTo(this.#host.state().history, done);
      await this.#take(entries, how);
    });
  }

  async #take(entries: readonly HistoryEntry[], how: 'undo' | 'redo'): Promise<void> {
    const state = this.#host.state();
    for (const entry of entries) {
      this.#host.assertWritable();
      await this.#apply(entry, how).catch((error: unknown) => this.#pass(entry, error));
      if (this.#host.state() !== state) return;
      state.history = { ...state.history, done: state.history.done + (how === 'undo' ? -1 : 1) };
      this.#host.edited();
    }
  }

  /** A change whose table is gone, say, can't be taken back: it leaves the history, so that those before it can. */
  #pass(entry: HistoryEntry, error: unknown): never {
    if (isAbort(error) || !(error instanceof AppError)) throw error;
    const state = this.#host.state();
    const at = state.history.entries.indexOf(entry);
    const entries = state.history.entries.filter((each) => each !== entry);
    state.history = { entries, done: state.history.done - (at < state.history.done ? 1 : 0) };
    this.#host.edited();
    throw new AppError('history.no-longer-possible', { kind: entry.kind, code: error.code }, { cause: error });
  }

  async #apply(entry: HistoryEntry, how: 'undo' | 'redo'): Promise<void> {
    const [from, to] = how === 'undo' ? [entry.after, entry.before] : [entry.before, entry.after];
    const state = this.#host.state();
    if (isPart(entry.kind)) Object.assign(state, { [entry.kind]: structuredClone(to) });
    else if (entry.kind === 'settings')
      state.settings = withSettings(state.settings, { ...(to as Settings), language: state.settings.language });
    else if (entry.kind === 'mapping')
      await this.#host.applyMapping(patched(state.mapping, from as Mapping, to as Mapping));
    else if (entry.kind === 'recipe') await this.#host.applyRecipe(entry.subject ?? '', to as RecipeStep[]);
    else await this.#host.applyModel(entry.subject ?? '', to ? withoutScores(to as SavedModel) : null);
  }
}

const longestName = 200;

/** Scripts may hand over anything; what is no such part would keep the whole project from being saved. */
function checkForm(name: string, before: unknown, value: unknown): void {
  const isAlike = typeof value === typeof before && Array.isArray(value) === Array.isArray(before) && value !== null;
  if (!isAlike || (name === 'name' && (value as string).length > longestName))
    throw new AppError('project.bad-part', { part: name });
}

/** The table of scores went with the model; a run makes it again. */
const withoutScores = ({ scores: _scores, ...model }: SavedModel): SavedModel => model;

/** Only the views that a change was about: others may have come since. */
function patched(mapping: Mapping, from: Mapping, to: Mapping): Mapping {
  const about = new Set([...mappedViews(from), ...mappedViews(to)].map(([view]) => view));
  const others = mappedViews(mapping).filter(([view]) => !about.has(view));
  return Object.fromEntries([...others, ...mappedViews(to)]) as Mapping;
}

/** The views that differ between two mappings, as they are in each. */
export function mappingChange(before: Mapping, after: Mapping): Pick<Change, 'before' | 'after'> {
  const differs = (view: keyof Mapping) => JSON.stringify(before[view]) !== JSON.stringify(after[view]);
  const only = (mapping: Mapping) => Object.fromEntries(mappedViews(mapping).filter(([view]) => differs(view)));
  return { before: only(before), after: only(after) };
}
