import * as v from 'valibot';
import type { AnyAnalysis, Proportion } from '../contract/analysis.ts';
import type { EngineRun } from '../contract/engine.ts';
import { paramFields } from '../contract/params.ts';
import type { Scope, ScopeSize } from '../contract/population.ts';
import type { View } from '../contract/view.ts';
import { isAbort } from '../core/errors.ts';
import { translator } from '../i18n/translate.ts';
import { compareShares } from './compare-shares.ts';
import { digestOf } from './digest.ts';
import { isEverything } from './scope.svelte.ts';
import type { Ground } from './scope.svelte.ts';
import type { Language, Standing } from './saved-runs.ts';
import { lasting } from './lasting.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

export type RunStatus = 'idle' | 'running' | 'done' | 'failed' | 'cancelled';

/** The users behind one mark: under way while `users` is null. */
export interface People {
  mark: string;
  label: string;
  /** The answer whose mark it is: one of two where populations are compared. */
  answer: EngineRun;
  users: string[] | null;
  error: unknown;
}

const settle = 250;

const everything: Ground = { scope: {}, against: null };

/** One analysis on the page: its parameters, its state and its latest answer. */
export class Run {
  params = $state.raw<Record<string, unknown>>({});
  seed = $state(0);
  status = $state<RunStatus>('idle');
  outcome = $state.raw<EngineRun | null>(null);
  error = $state.raw<unknown>(null);
  people = $state.raw<People | null>(null);
  /** The answer for the second population, where two are compared. */
  other = $state.raw<EngineRun | null>(null);
  /** What the answer stands on. */
  ground = $state.raw<Ground>(everything);
  /** How many users and events that is, once they are counted; null where it is everything. */
  sizes = $state.raw<{ a: ScopeSize; b: ScopeSize | null } | null>(null);
  /** How many users belong to both populations that are compared; null until they are counted. */
  shared = $state.raw<number | null>(null);
  /** Whether the rest of a long form is shown. */
  moreOpen = $state(false);
  /** The fingerprint of the data that the answer stands on. */
  fingerprint = $state('');

  readonly fields;
  /** What is wrong with the parameters, by name. */
  readonly issues: Record<string, string> = $derived.by(() => this.#issues());
  /** The answer in the current language; no recomputing. */
  readonly views: View[] = $derived.by(() => this.#views(this.outcome));
  readonly words: Record<string, string> = $derived.by(() => this.#words(this.outcome));
  readonly otherViews: View[] = $derived.by(() => this.#views(this.other));
  /** The share that both answers lead with, and how they differ; null where there is none, or only one answer. */
  readonly comparison = $derived.by(() => this.#comparison());
  /** The answer belongs to other parameters or other data than those on the page. */
  readonly stale = $derived.by(() => this.#stale());

  #controller: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = '';
  /** What the run under way was asked. */
  #asking = '';
  /** The language that the answer was made in; a few results hold sentences. */
  #language: Language = 'en';
  #digest: { result: unknown; digest: Promise<string> } | null = null;

  constructor(
    readonly workspace: Workspace,
    readonly analysis: AnyAnalysis,
    /** What the next answer is to stand on. */
    readonly standOn: () => Ground = () => everything,
  ) {
    this.fields = paramFields(analysis.params);
    this.reset();
  }

  /** Takes parameters and seed; the default ones for what is not named. */
  reset(params: Record<string, unknown> = {}, seed = 0): void {
    this.seed = seed;
    const parsed = v.safeParse(this.analysis.params, params);
    const defaults = v.getDefaults(this.analysis.params) as Record<string, unknown>;
    this.params = parsed.success ? (parsed.output as Record<string, unknown>) : { ...defaults, ...params };
  }

  /** Sets one parameter; a cheap analysis then runs by itself once the typing settles. */
  set(name: string, value: unknown): void {
    this.params = { ...this.params, [name]: value };
    if (this.analysis.cost === 'cheap') this.schedule();
  }

  /** Sets some parameters at once, as a preset does. */
  take(params: Readonly<Record<string, unknown>>): void {
    this.params = { ...this.params, ...params };
    if (this.analysis.cost === 'cheap') this.schedule();
  }

  schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.start(), settle);
  }

  /** Runs with the parameters of now. An earlier run is cancelled, and its answer ignored should it still come. */
  async start(): Promise<void> {
    clearTimeout(this.#timer);
    if (Object.keys(this.issues).length > 0) return;
    this.#controller?.abort();
    const controller = (this.#controller = new AbortController());
    const fingerprint = this.workspace.dataset?.fingerprint ?? '';
    const { params, seed } = this;
    const ground = this.standOn();
    const asking = (this.#asking = this.#question());
    const language = this.workspace.settings?.language ?? this.workspace.locale.language;
    this.status = 'running';
    this.error = null;
    try {
      const { scope, against } = ground;
      const make = (on: Scope) =>
        this.workspace.run(this.analysis, params, { seed, signal: controller.signal, scope: on });
      const outcome = await make(scope);
      const other = against ? await make({ ...scope, population: against }) : null;
      if (controller !== this.#controller) return;
      this.outcome = outcome;
      this.other = other;
      this.ground = ground;
      this.people = null;
      this.fingerprint = fingerprint;
      this.#asked = asking;
      this.#language = language;
      this.status = 'done';
      void this.#measure(ground);
    } catch (error) {
      if (controller !== this.#controller) return;
      this.status = isAbort(error) ? 'cancelled' : 'failed';
      this.error = isAbort(error) ? null : error;
    }
  }

  /** Counts on whom the answer stands; it is shown without, until then. */
  async #measure(ground: Ground): Promise<void> {
    this.sizes = this.shared = null;
    const { scope, against } = ground;
    if (isEverything(scope)) return;
    const { engine } = this.workspace;
    try {
      const a = await engine.scopeSize(scope);
      const b = against ? await engine.scopeSize({ ...scope, population: against }) : null;
      if (this.ground === ground) this.sizes = { a, b };
      if (!against || !scope.population) return;
      const shared = await engine.population({ kind: 'and', of: [scope.population, against] });
      if (this.ground === ground) this.shared = shared.users;
    } catch {
      // The answer itself has come: its ground is then told in words alone.
    }
  }

  /** Cancels what is under way; true if there was something. */
  stop(): boolean {
    clearTimeout(this.#timer);
    this.#controller?.abort();
    return this.status === 'running';
  }

  /** Forgets the answer and the parameters that led to it. */
  clear(): void {
    this.stop();
    this.#controller = null;
    this.status = 'idle';
    this.outcome = this.other = this.people = this.sizes = this.shared = null;
    this.ground = everything;
    this.error = null;
    this.reset();
  }

  /** Lists the users behind a mark of the answer on the page. */
  async list(mark: string, label: string, side: 'a' | 'b' = 'a'): Promise<void> {
    const answer = side === 'a' ? this.outcome : this.other;
    if (!answer) return;
    const { params, scope = {} } = answer;
    const people: People = { mark, label, answer, users: null, error: null };
    this.people = people;
    const found = await this.workspace
      .members(this.analysis, params, mark, { scope })
      .then((users) => ({ users, error: null }))
      .catch((error: unknown) => ({ users: null, error }));
    if (this.people === people) this.people = isAbort(found.error) ? null : { ...people, ...found };
  }

  /** What the answer on the page stands on, for whoever keeps it. */
  standing(): Standing {
    return {
      version: this.analysis.version,
      sentence: this.views[0]?.sentence ?? '',
      fingerprint: this.fingerprint,
      language: this.#language,
    };
  }

  /** The digest of the answer on the page, made once. */
  digest(): Promise<string> {
    const result = this.outcome?.result;
    if (this.#digest?.result !== result || !this.#digest) this.#digest = { result, digest: digestOf(result) };
    return this.#digest.digest;
  }

  /** Neither the answer on the page nor the one under way is that to the question of now. */
  isOutdated(): boolean {
    return this.status === 'running' ? this.#asking !== this.#question() : this.stale;
  }

  #question(): string {
    return JSON.stringify([this.params, this.seed, this.standOn()]);
  }

  #stale(): boolean {
    if (!this.outcome) return false;
    return this.fingerprint !== this.workspace.dataset?.fingerprint || this.#asked !== this.#question();
  }

  #views(run: EngineRun | null): View[] {
    const language = this.workspace.locale.language;
    if (!run) return [];
    return this.analysis.views(run.result, translator(this.analysis.texts[language], language));
  }

  /** What the values are called that a form offers of the answer on the page. */
  #words(run: EngineRun | null): Record<string, string> {
    const language = this.workspace.locale.language;
    if (!run) return {};
    return this.analysis.words?.(run.result, translator(this.analysis.texts[language], language)) ?? {};
  }

  #proportion(run: EngineRun | null): Proportion | null {
    const language = this.workspace.locale.language;
    if (!run) return null;
    return this.analysis.proportion?.(run.result, translator(this.analysis.texts[language], language)) ?? null;
  }

  #comparison() {
    const [a, b] = [this.#proportion(this.outcome), this.#proportion(this.other)];
    const difference = a && b ? compareShares(a, b) : null;
    return a && b && difference ? { a, b, ...difference } : null;
  }

  #issues(): Record<string, string> {
    const parsed = v.safeParse(this.analysis.params, this.params, { lang: this.workspace.locale.language });
    if (parsed.success) return {};
    const named = parsed.issues.map((issue) => [String(issue.path?.[0]?.key ?? ''), issue.message] as const);
    return Object.fromEntries(named.reverse());
  }
}

/** The runs of the page by analysis, so that coming back finds the answer where it was left. */
export class Runs {
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a run's own fields are what is shown
  readonly #byId = new Map<string, Run>();

  constructor(readonly workspace: Workspace) {}

  of(analysis: AnyAnalysis): Run {
    const known = this.#byId.get(analysis.id);
    if (known) return known;
    const made = lasting(() => new Run(this.workspace, analysis, () => this.workspace.scope.ground));
    this.#byId.set(analysis.id, made);
    return made;
  }

  /** Forgets every answer. The runs themselves stay, as one may be on the page. */
  clear(): void {
    for (const run of this.#byId.values()) run.clear();
  }
}
