import * as v from 'valibot';
import type { InterruptedTraining } from '../contract/engine.ts';
import type { Scope } from '../contract/population.ts';
import type { OnSnapshot } from '../contract/workers.ts';
import { AppError, PAUSE } from '../core/errors.ts';

/** Where small values are kept beside the project: the storage's marks. */
export interface Marks {
  /** Keeps a value in place of the last of that name; null removes it. */
  mark(name: string, value: unknown): Promise<void>;
  /** What is kept now, by name. */
  marks(): Record<string, unknown>;
}

/** What a run is, in the words of the list of interrupted trainings. */
export type AboutTraining = Pick<InterruptedTraining, 'analysis' | 'params' | 'seed' | 'backend' | 'scope'>;

const markSchema = v.object({
  key: v.string(),
  analysis: v.string(),
  params: v.record(v.string(), v.unknown()),
  seed: v.number(),
  backend: v.optional(v.picklist(['webgpu', 'wasm', 'cpu'])),
  /** What it is, the engine checks when it is run again. */
  scope: v.optional(v.custom<Scope>((value) => typeof value === 'object' && value !== null)),
  done: v.number(),
  at: v.string(),
  /** By the trainings' names, as the compute worker packs them. */
  snapshots: v.record(v.string(), v.object({ state: v.string(), done: v.number() })),
});

type Mark = v.InferOutput<typeof markSchema>;

const prefix = 'training-';

/** Failures that say nothing of the data or the parameters: run again, the training may well come to its end. */
const outlives = (error: unknown): boolean =>
  error instanceof AppError && (/^(worker|gpu)\./.test(error.code) || error.code === 'model.no-backend');

const total = (snapshots: Mark['snapshots']): number =>
  Object.values(snapshots).reduce((sum, { done }) => sum + done, 0);

/** The trainings of a project that are under way or were interrupted: what they kept of themselves, by the key of their run. */
export class Trainings {
  readonly #marks: Marks;
  readonly #onChange: () => void;
  /** What this page has changed, ahead of the disk; null: removed. */
  readonly #own = new Map<string, Mark | null>();
  /** How many runs are under way, by key: a page may ask again before its first run has let go. */
  readonly #running = new Map<string, number>();
  /** Keys of which a run came to its end while another was under way: what the other still hands in is late. */
  readonly #finished = new Set<string>();
  readonly #unwritten = new Set<string>();
  #writing: Promise<void> | null = null;

  /** Calls `onChange` when a training has joined or left the list other than by what is written. */
  constructor(marks: Marks, onChange: () => void = () => undefined) {
    this.#marks = marks;
    this.#onChange = onChange;
  }

  /** What an interrupted run kept, for the same run; undefined where there is nothing, or nothing that can be read. */
  read(key: string): Mark['snapshots'] | undefined {
    return this.#mark(key)?.snapshots;
  }

  /** Keeps a snapshot. Written in the background, the latest only; what can't be written is left unwritten: it is only a help. */
  keep(key: string, about: AboutTraining, name: string, state: unknown, done: number): void {
    if (typeof state !== 'string' || this.#finished.has(key)) return;
    const snapshots = { ...this.#mark(key)?.snapshots, [name]: { state, done } };
    const { analysis, params, seed, backend, scope } = about;
    const at = new Date().toISOString();
    const asked = { ...(backend && { backend }), ...(scope && { scope }) };
    this.#set(key, { key, analysis, params, seed, ...asked, done: total(snapshots), at, snapshots });
  }

  /** Nothing is to go on under this key. */
  end(key: string): void {
    if (this.#mark(key)) this.#set(key, null);
  }

  /** Those that are not running now; the one interrupted last first. */
  list(): InterruptedTraining[] {
    const onDisk = Object.keys(this.#marks.marks()).filter((name) => name.startsWith(prefix));
    const keys = new Set([...this.#own.keys(), ...onDisk.map((name) => name.slice(prefix.length))]);
    return [...keys]
      .flatMap((key) => (this.#running.has(key) ? [] : (this.#mark(key) ?? [])))
      .map(({ snapshots: _, ...training }) => training)
      .sort((a, b) => (a.at < b.at ? 1 : -1));
  }

  /** Resolves when all that was kept and ended so far is on disk, or can't be. */
  async written(): Promise<void> {
    await this.#writing;
  }

  /**
   * Follows a run by its key: hands it what an interrupted one kept, and keeps what it hands back. What it kept is dropped when
   * it has come to its end, was cancelled, or can't succeed with these data; it stays where a worker died, the page was closed, or
   * the signal only paused it.
   */
  async follow<T>(
    key: string,
    about: AboutTraining,
    run: (snapshots: Mark['snapshots'] | undefined, onSnapshot: OnSnapshot) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    // Beside another of its trainings on another backend, which are two to be compared, it begins by itself.
    const isBeside = this.#running.has(key) && this.#mark(key)?.backend !== about.backend;
    this.#enter(key);
    try {
      const result = await run(isBeside ? undefined : this.read(key), (name, state, done) =>
        this.keep(key, about, name, state, done),
      );
      this.end(key);
      this.#finished.add(key);
      return result;
    } catch (error) {
      if (!outlives(error) && signal?.reason !== PAUSE) this.end(key);
      throw error;
    } finally {
      this.#leave(key);
    }
  }

  #enter(key: string): void {
    this.#running.set(key, (this.#running.get(key) ?? 0) + 1);
    if (this.#mark(key)) this.#onChange();
  }

  #leave(key: string): void {
    const left = this.#running.get(key)! - 1;
    if (left > 0) {
      this.#running.set(key, left);
      return;
    }
    this.#running.delete(key);
    this.#finished.delete(key);
    if (this.#mark(key)) this.#onChange();
  }

  #mark(key: string): Mark | null {
    const own = this.#own.get(key);
    if (own !== undefined) return own;
    const parsed = v.safeParse(markSchema, this.#marks.marks()[prefix + key]);
    return parsed.success && parsed.output.key === key ? parsed.output : null;
  }

  #set(key: string, mark: Mark | null): void {
    this.#own.set(key, mark);
    this.#unwritten.add(key);
    this.#writing ??= this.#write();
  }

  /** One after the other, until nothing is left unwritten. */
  async #write(): Promise<void> {
    await Promise.resolve();
    for (const key of this.#unwritten) {
      this.#unwritten.delete(key);
      try {
        await this.#marks.mark(prefix + key, this.#own.get(key) ?? null);
      } catch {
        // The training goes on without.
      }
    }
    this.#writing = null;
  }
}
