import * as v from 'valibot';
import type { AnyAnalysis } from '../contract/analysis.ts';
import type { EngineRun } from '../contract/engine.ts';
import { paramFields } from '../contract/params.ts';
import type { View } from '../contract/view.ts';
import { isAbort } from '../core/errors.ts';
import { translator } from '../i18n/translate.ts';
import { digestOf } from './digest.ts';
import type { Language, Standing } from './saved-runs.ts';
import { lasting } from './lasting.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

export type RunStatus = 'idle' | 'running' | 'done' | 'failed' | 'cancelled';

/** The users behind one mark: under way while `users` is null. */
export interface People {
  mark: string;
  label: string;
  users: string[] | null;
  error: unknown;
}

const settle = 250;

/** One analysis on the page: its parameters, its state and its latest answer. */
export class Run {
  params = $state.raw<Record<string, unknown>>({});
  seed = $state(0);
  status = $state<RunStatus>('idle');
  outcome = $state.raw<EngineRun | null>(null);
  error = $state.raw<unknown>(null);
  people = $state.raw<People | null>(null);
  /** The fingerprint of the data that the answer stands on. */
  fingerprint = $state('');

  readonly fields;
  /** What is wrong with the parameters, by name. */
  readonly issues: Record<string, string> = $derived.by(() => this.#issues());
  /** The answer in the current language; no recomputing. */
  readonly views: View[] = $derived.by(() => this.#views());
  /** The answer belongs to other parameters or other data than those on the page. */
  readonly stale = $derived.by(() => this.#stale());

  #controller: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = '';
  /** The language that the answer was made in; a few results hold sentences. */
  #language: Language = 'en';
  #digest: { result: unknown; digest: Promise<string> } | null = null;

  constructor(
    readonly workspace: Workspace,
    readonly analysis: AnyAnalysis,
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
    const language = this.workspace.settings?.language ?? this.workspace.locale.language;
    this.status = 'running';
    this.error = null;
    try {
      const outcome = await this.workspace.run(this.analysis, params, { seed, signal: controller.signal });
      if (controller !== this.#controller) return;
      this.outcome = outcome;
      this.people = null;
      this.fingerprint = fingerprint;
      this.#asked = JSON.stringify([params, seed]);
      this.#language = language;
      this.status = 'done';
    } catch (error) {
      if (controller !== this.#controller) return;
      this.status = isAbort(error) ? 'cancelled' : 'failed';
      this.error = isAbort(error) ? null : error;
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
    this.outcome = this.people = null;
    this.error = null;
    this.reset();
  }

  /** Lists the users behind a mark of the answer on the page. */
  async list(mark: string, label: string): Promise<void> {
    const outcome = this.outcome;
    if (!outcome) return;
    const people: People = { mark, label, users: null, error: null };
    this.people = people;
    const found = await this.workspace
      .members(this.analysis, outcome.params, mark)
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

  #stale(): boolean {
    if (!this.outcome) return false;
    return (
      this.fingerprint !== this.workspace.dataset?.fingerprint ||
      this.#asked !== JSON.stringify([this.params, this.seed])
    );
  }

  #views(): View[] {
    const language = this.workspace.locale.language;
    if (!this.outcome) return [];
    return this.analysis.views(this.outcome.result, translator(this.analysis.texts[language], language));
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
    const made = lasting(() => new Run(this.workspace, analysis));
    this.#byId.set(analysis.id, made);
    return made;
  }

  /** Forgets every answer. The runs themselves stay, as one may be on the page. */
  clear(): void {
    for (const run of this.#byId.values()) run.clear();
  }
}
