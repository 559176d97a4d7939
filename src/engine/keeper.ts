import { version as appVersion } from '../../package.json';
import type { FileRef, ProjectDocument, StoredRows } from '../contract/document.ts';
import type { Saving } from '../contract/engine.ts';
import type { SavedModel } from '../contract/model.ts';
import type { StorageApi } from '../contract/storage.ts';
import type { DatabaseApi } from '../contract/workers.ts';
import { AppError } from '../core/errors.ts';
import type { Call } from './bridge.ts';
import type { TableShape } from './project/catalog.ts';
import { stepsOf } from './project/from-document.ts';
import type { ProjectState, TableLedger } from './project/state.ts';
import { tablePieces } from './project/table-pieces.ts';
import type { KeptTable, Settled } from './project/to-document.ts';
import { settle, tablesToKeep, toDocument } from './project/to-document.ts';
import { forget, pickUp, putDown } from './unsaved.ts';

/** A change is on its way to the disk within this time, in ms; what follows at once goes with it. */
const delay = 60;

/** What may be over when it is tried again. */
const passing = new Set(['storage.damaged', 'worker.died']);

export interface KeeperProject {
  state: () => ProjectState;
  database: Call<DatabaseApi>;
  storage: Call<StorageApi>;
  /** False where another tab writes, or nothing may be written yet. */
  mayWrite: () => boolean;
  /** A new generation is current. */
  onCommit: (sequence: number) => void;
  /** The first generation of a project is about to be written: its name is wanted. */
  nameFor: (settled: Settled) => string;
  /** Another tab has written since: this one's changes have nowhere to go. */
  onConflict: () => Promise<void>;
  /** Changes were taken up that the page could only put down when it went. `notes`: as they were on disk. */
  onPickUp: (notes: string) => void;
  onStatus: () => void;
}

/**
 * Keeps the project on disk as it is on the page: soon after each change it writes the files that are new, then a generation that
 * names them all. What it writes belongs together: rows, roles and steps as they were when the last change had come to its end.
 */
export class Keeper {
  /** Of the record on disk; 0 where the project is not on disk yet. */
  sequence = 0;
  savedAt: number | null = null;
  error: unknown = null;
  /** This browser keeps nothing beyond the page. */
  inMemory = false;
  readonly #project: KeeperProject;
  #settled: Settled | null = null;
  /** Rises with each change; with `#saved` it says how far the disk is behind. */
  #changed = 0;
  #saved = 0;
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changes = 0;
  /** When the document that was sent last was made, so that it is known again. */
  #sent = '';
  /** An empty project is on disk all the same, as an import into it is under way. */
  #reserved = false;
  #models = new WeakMap<SavedModel, FileRef>();
  #ledgers: { of: readonly TableLedger[]; ref: FileRef } | null = null;

  constructor(project: KeeperProject) {
    this.#project = project;
  }

  get saving(): Saving {
    if (this.inMemory) return 'off';
    if (this.error) return 'failed';
    if (this.#running) return 'saving';
    if (this.#changed > this.#saved) return this.#isBlank() ? 'empty' : 'pending';
    return this.sequence > 0 ? 'saved' : 'empty';
  }

  /** True while something would be lost with the page. */
  get isBehind(): boolean {
    return this.#changed > this.#saved && !this.#isBlank();
  }

  /** True while a change of the tables is under way. */
  get isChanging(): boolean {
    return this.#changes > 0;
  }

  /** Another project is open: its sequence on disk, and what it holds. */
  adopt(sequence: number, tables: readonly TableShape[] | null, savedAt: number | null): void {
    clearTimeout(this.#timer);
    this.sequence = sequence;
    this.savedAt = savedAt;
    this.error = null;
    this.#saved = this.#changed;
    this.#ledgers = null;
    this.#reserved = false;
    this.#settled = tables && settle(this.#project.state(), tables);
    this.#project.onStatus();
  }

  /** What is on disk is not this project's any more: everything is written anew, as its first generation. */
  startAnew(): void {
    this.#forgetFiles();
    this.sequence = 0;
    this.error = null;
    this.edited();
  }

  #forgetFiles(): void {
    this.#project.state().kept.touchAll();
    this.#models = new WeakMap();
    this.#ledgers = null;
  }

  /** A change that touches the tables has begun; until it settles, nothing of it is saved. */
  begin(): void {
    this.#changes++;
    this.#project.state().kept.begin();
  }

  /** The change has come to its end, with these tables. */
  settle(tables: readonly TableShape[]): void {
    this.#changes--;
    this.#project.state().kept.settle();
    this.#settled = settle(this.#project.state(), tables);
    this.edited();
  }

  /** The change failed on the way, and so did the look at what is left. */
  fail(): void {
    this.#changes--;
    this.#project.state().kept.settle();
  }

  /** Something was changed that goes without the tables: notes, settings, the name. */
  edited(): void {
    this.#changed++;
    this.#schedule();
  }

  /** Gives an empty project its place on disk, so that something can be kept beside it. */
  async reserve(): Promise<void> {
    const holdsTables = (this.#settled?.tables.length ?? 0) > 0;
    if (this.sequence > 0 || this.inMemory || holdsTables || !this.#project.mayWrite()) return;
    this.#reserved = true;
    await this.#start();
  }

  /** Takes the place away again, if nothing has come into it. */
  async unreserve(): Promise<void> {
    const wasReserved = this.#reserved;
    this.#reserved = false;
    if (!wasReserved || !this.#isEmpty()) return;
    this.sequence = 0;
    await this.#project.storage('remove', [this.#project.state().id]);
    this.#project.onStatus();
  }

  /** Resolves when every change so far is on disk; rejects with what keeps it from there. */
  async saved(): Promise<void> {
    const aim = this.#changed;
    while (this.#saved < aim && this.#canSave()) {
      await this.#start();
      if (this.error) throw this.error;
    }
    if (!this.isBehind) return;
    if (this.error) throw this.error;
    if (!this.#project.mayWrite()) throw new AppError('project.read-only');
  }

  /** Resolves when no save is under way. */
  async rest(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running?.catch(() => undefined);
  }

  /** Saves now what is pending; as the page may not live to see it done, what is small is put down at once. */
  flush(): void {
    if (!this.isBehind) return;
    if (this.#project.mayWrite() && this.sequence > 0) putDown(this.#project.state(), this.sequence);
    void this.#start();
  }

  /** The project may be written again: with what was put down when its page went, and with what has changed meanwhile. */
  resume(): void {
    this.#pickUp();
    if (this.isBehind) this.#schedule();
  }

  /** What was put down when the page went, if the disk has not got it since. */
  #pickUp(): void {
    const state = this.#project.state();
    const isFresh = this.#project.mayWrite() && !this.isBehind;
    const unsaved = isFresh ? pickUp(state.id, this.sequence) : null;
    if (!unsaved) return;
    const before = state.notes;
    Object.assign(state, unsaved);
    this.#project.onPickUp(before);
    this.edited();
  }

  /** The document of now, with all that it names kept: on disk or, where that has no room, in the storage's memory. */
  async document(): Promise<ProjectDocument> {
    const state = this.#project.state();
    const settled = this.#settled ?? settle(state, []);
    const rows = new Map<string, StoredRows>();
    for (const table of tablesToKeep(settled))
      rows.set(table.kept, state.kept.get(table.kept) ?? (await this.#store(state.id, table, true)));
    const put = (value: unknown) => this.#putJson(state.id, value, true);
    const models = await Promise.all(
      Array.from(settled.models, async ([name, model]) => ({ name, model: await put(model) })),
    );
    const ledgers = settled.ledgers.length > 0 ? await put(settled.ledgers) : null;
    return this.#documentOf(state, settled, (table) => rows.get(table)!, { ledgers, models });
  }

  #schedule(): void {
    this.#project.onStatus();
    clearTimeout(this.#timer);
    if (this.#canSave()) this.#timer = setTimeout(() => void this.#start(), delay);
  }

  #canSave(): boolean {
    return this.#project.mayWrite() && !this.#isBlank();
  }

  /** Nothing that anyone would miss; a project that is on disk is never blank. */
  #isBlank(): boolean {
    return this.sequence === 0 && !this.#reserved && this.#isEmpty();
  }

  #isEmpty(): boolean {
    const { notes, name, cohorts, runs, report, query, history } = this.#project.state();
    const { tables = [], awaits = [], models } = this.#settled ?? {};
    const held =
      tables.length + awaits.length + (models?.size ?? 0) + cohorts.length + runs.length + history.entries.length;
    return held === 0 && !notes && !name && !query && report.blocks.length === 0;
  }

  /** One save at a time; a change that comes meanwhile is saved by the next. */
  #start(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running ??= this.#save()
      .catch((error: unknown) => {
        this.error = error;
      })
      .finally(() => {
        this.#running = null;
        if (!this.error && this.#changed > this.#saved) this.#schedule();
        this.#project.onStatus();
      });
    return this.#running;
  }

  async #save(): Promise<void> {
    if (!this.#canSave()) return;
    this.error = null;
    this.#project.onStatus();
    for (let tries = 1; ; tries++) {
      try {
        return await this.#saveOnce(this.#project.state());
      } catch (error) {
        const code = error instanceof AppError ? error.code : '';
        if (code === 'storage.conflict') return this.#project.onConflict();
        if (!passing.has(code) || tries > 1) throw error;
        // A file that was kept is gone, or a worker died with what was on its way: everything is put again.
        this.#forgetFiles();
      }
    }
  }

  /** Saves what this project is now. Where another takes its place meanwhile, nothing more is done for it. */
  async #saveOnce(state: ProjectState): Promise<void> {
    const kept = await this.#keepFiles(state);
    if (!kept) return;
    const { settled, files, aim } = kept;
    if (!state.name && !this.#isEmpty()) state.name = this.#project.nameFor(settled);
    const document = this.#documentOf(state, settled, (table) => state.kept.get(table)!, files);
    const sequence = await this.#commit(document);
    if (this.#project.state() !== state) return;
    this.sequence = sequence;
    this.savedAt = Date.now();
    this.#saved = Math.max(this.#saved, aim);
    forget(state.id);
    // The rows are on disk: that is where a new database gets them from, not from what made them.
    if (this.#settled === settled && this.#changes === 0) state.journal.replaceAll(this.#steps(document));
    this.#project.onCommit(sequence);
  }

  /** A commit whose answer was lost with its worker finds itself on the disk. */
  async #commit(document: ProjectDocument): Promise<number> {
    const { storage } = this.#project;
    try {
      return await storage('commit', [document.id, document, this.sequence]);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'storage.conflict') throw error;
      const found = await storage('open', [document.id]).catch(() => null);
      if (found?.document.changed !== this.#sent) throw error;
      return await storage('commit', [document.id, document, found.sequence]);
    } finally {
      this.#sent = document.changed;
    }
  }

  #steps(document: ProjectDocument): ReturnType<typeof stepsOf> {
    return stepsOf(document, (ref) => this.#project.storage('read', [document.id, ref]));
  }

  /** Keeps every file that the project needs now. Begins again where a change came in between; null where another project did. */
  async #keepFiles(state: ProjectState) {
    while (this.#project.state() === state) {
      const settled = (this.#settled ??= settle(state, []));
      const models = [];
      for (const [name, model] of settled.models) models.push({ name, model: await this.#keepModel(state, model) });
      const ledgers = await this.#keepLedgers(state, settled.ledgers);
      for (const table of tablesToKeep(settled)) await this.#keepRows(state, table);
      const whole = tablesToKeep(settled).every((table) => state.kept.get(table.kept) !== undefined);
      if (settled === this.#settled && whole && this.#project.state() === state)
        return { settled, files: { models, ledgers }, aim: this.#changed };
      // A change is under way that this one must wait for.
      if (settled === this.#settled) await new Promise((resolve) => setTimeout(resolve, delay));
    }
    return null;
  }

  async #keepRows(state: ProjectState, table: KeptTable): Promise<void> {
    const { kept } = state;
    if (kept.get(table.kept) || kept.isChanging(table.kept) || this.#project.state() !== state) return;
    const version = kept.version(table.kept);
    try {
      const rows = await this.#store(state.id, table, false);
      if (kept.version(table.kept) === version) kept.set(table.kept, rows);
    } catch (error) {
      // A table that changed, or went, while it was read: the next round knows.
      if (kept.version(table.kept) === version) throw error;
    }
  }

  async #store(id: string, { kept, columns }: KeptTable, inMemory: boolean): Promise<StoredRows> {
    const { database, storage } = this.#project;
    const pieces = [];
    for await (const { ipc, rows } of tablePieces(database, kept, columns)) {
      const ref = await storage('put', [id, ipc, 'arrow', inMemory], { transfer: [ipc.buffer as ArrayBuffer] });
      pieces.push({ ...ref, rows });
    }
    return { rows: pieces.reduce((sum, { rows }) => sum + rows, 0), columns: [...columns], pieces };
  }

  async #keepModel({ id }: ProjectState, model: SavedModel): Promise<FileRef> {
    const known = this.#models.get(model);
    if (known) return known;
    const ref = await this.#putJson(id, model, false);
    this.#models.set(model, ref);
    return ref;
  }

  async #keepLedgers({ id }: ProjectState, ledgers: readonly TableLedger[]): Promise<FileRef | null> {
    if (ledgers.length === 0) return null;
    const same =
      this.#ledgers?.of.length === ledgers.length && ledgers.every((each, i) => each === this.#ledgers!.of[i]);
    if (!same) this.#ledgers = { of: ledgers, ref: await this.#putJson(id, ledgers, false) };
    return this.#ledgers!.ref;
  }

  #putJson(id: string, value: unknown, inMemory: boolean): Promise<FileRef> {
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    return this.#project.storage('put', [id, bytes, 'json', inMemory], {
      transfer: [bytes.buffer as ArrayBuffer],
    });
  }

  #documentOf(
    state: ProjectState,
    settled: Settled,
    rowsOf: (table: string) => StoredRows,
    files: Pick<ProjectDocument, 'ledgers' | 'models'>,
  ): ProjectDocument {
    return toDocument(state, settled, rowsOf, files, appVersion, new Date().toISOString());
  }
}
