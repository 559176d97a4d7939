import type { HistoryEntry, History } from '../contract/document.ts';
import type { ErasureProof, ProjectStatus } from '../contract/engine.ts';
import type { ImportReport } from '../contract/import.ts';
import type { KeptProject, PackOptions } from '../contract/storage.ts';
import { AppError } from '../core/errors.ts';
import { bannerOf } from './banners.ts';
import type { BannerKind } from './banners.ts';
import { fileFault } from './file-fault.ts';
import { describeHistory } from './history-texts.ts';
import { rememberCount, rememberedCount, rememberTold, toldProjects } from './told.ts';
import type { Workspace } from './workspace.svelte.ts';

/** What the project asks of the user, or tells him, in a dialogue of its own. */
export type ProjectDialog =
  | { kind: 'save' }
  /** `error`: why the passphrase before was refused. `done` hears whether the file was opened in the end. */
  | { kind: 'passphrase'; file: File; error: unknown; done: (opened: boolean) => void }
  | { kind: 'delete'; id: string; name: string }
  /** `name`: the project that was erased; null for everything. */
  | { kind: 'proof'; name: string | null; proof: ErasureProof };

const hasCode = (error: unknown, code: string): boolean => error instanceof AppError && error.code === code;

/** The projects on this machine and the one that is open, as the frame of the page shows them. */
export class Projects {
  status = $state.raw<ProjectStatus | null>(null);
  history = $state.raw<History>({ entries: [], done: 0 });
  /** As they were when last listed, the one changed last first. */
  list = $state.raw<readonly KeptProject[]>([]);
  room = $state.raw<{ used: number; quota: number } | null>(null);
  /** The browser's answer to the request not to evict; null before it was asked. */
  persisted = $state.raw<boolean | null>(null);
  /** How many projects the browser has removed since the page was last here. */
  gone = $state.raw(0);
  dialog = $state.raw<ProjectDialog | null>(null);
  /** Another project is on its way: what is shown is not what a change would reach. */
  switching = $state.raw(false);
  /** Something is being erased: what is kept can't be listed. */
  erasing = $state.raw(false);
  /** The project that the page starts with, until it shows it: empty before its name is known, null where there is none. */
  opening = $state.raw<string | null>(rememberedCount() > 0 ? '' : null);
  #told = $state.raw<readonly string[]>(toldProjects());
  #dismissed = $state.raw<readonly string[]>([]);
  #asked = false;
  /** The dialogue whose passphrase is being tried. */
  #unlocking: ProjectDialog | null = null;

  readonly canWrite = $derived(this.status?.access === 'write' && !this.switching);
  readonly undoable: HistoryEntry | undefined = $derived(this.history.entries[this.history.done - 1]);
  readonly redoable: HistoryEntry | undefined = $derived(this.history.entries[this.history.done]);
  readonly banner: BannerKind | null = $derived.by(() => this.#banner());

  constructor(readonly workspace: Workspace) {}

  /** The name to show: a project without one has its first table's, or says that it has none. */
  get name(): string {
    const { mapping, tables, locale } = this.workspace;
    if (this.opening !== null) return this.opening || locale.t('project.opening');
    return this.status?.name || (mapping.events?.table ?? tables[0]?.name ?? locale.t('project.untitled'));
  }

  /** Reads how the project stands. Cheap: asks no worker. */
  read(): void {
    const before = this.status;
    this.status = this.workspace.engine.status();
    this.opening = this.workspace.ready ? null : (this.status.opening ?? this.opening);
    this.history = this.workspace.engine.history();
    const wasSaved = before?.saving === 'saved' && before.savedAt === this.status.savedAt;
    if (this.status.saving === 'saved' && !wasSaved) void this.#afterSaving();
  }

  /** Lists the projects anew, and sees whether the browser has removed those that were there before. */
  async loadList(): Promise<void> {
    this.list = await this.workspace.engine.projects();
    const kept = this.status?.saving !== 'off';
    this.gone = this.list.length === 0 && kept ? rememberedCount() : 0;
    if (this.list.length > 0) rememberCount(this.list.length);
  }

  /** What there is to know of the browser's room once something is kept; it is asked once not to evict. */
  async #afterSaving(): Promise<void> {
    try {
      const { quota, usage } = await navigator.storage.estimate();
      this.room = quota === undefined || usage === undefined ? null : { used: usage, quota };
      // It is new on disk: how many projects there are is remembered, should the browser remove them.
      if (!this.list.some(({ id }) => id === this.status?.id)) await this.loadList();
      if (!this.#asked) await this.askPersistence();
    } catch (error) {
      this.workspace.notices.error(error);
    }
  }

  async askPersistence(): Promise<void> {
    this.#asked = true;
    this.persisted = await this.workspace.engine.persist();
  }

  #banner(): BannerKind | null {
    const { status, room, gone, persisted } = this;
    if (!status) return null;
    return bannerOf({
      status,
      room,
      gone,
      persisted,
      replaced: this.workspace.offline === 'replaced',
      told: this.#told.includes(status.id),
      dismissed: (kind) => this.#dismissed.includes(`${kind} ${status.id}`),
    });
  }

  /** Puts a banner away: the one on eviction for good, any other until the page is loaded again. */
  dismiss(kind: BannerKind): void {
    if (!this.status) return;
    if (kind === 'unpersisted') this.#tell(this.status.id);
    if (kind === 'gone') rememberCount(0);
    this.#dismissed = [...this.#dismissed, `${kind} ${this.status.id}`];
  }

  #tell(id: string): void {
    this.#told = [...this.#told.filter((other) => other !== id), id];
    rememberTold(this.#told);
  }

  /** Takes back the last change, and says which. False where there is none. */
  async undo(): Promise<boolean> {
    const entry = this.undoable;
    if (!entry || this.switching) return false;
    await this.workspace.engine.undo();
    this.#sayDone('project.undone', entry);
    return true;
  }

  /** Does the last undone change again, and says which. False where there is none. */
  async redo(): Promise<boolean> {
    const entry = this.redoable;
    if (!entry || this.switching) return false;
    await this.workspace.engine.redo();
    this.#sayDone('project.redone', entry);
    return true;
  }

  #sayDone(code: 'project.undone' | 'project.redone', entry: HistoryEntry): void {
    const { notices, locale } = this.workspace;
    this.read();
    notices.confirm(code, {
      // Worded when it is shown, in the language of then.
      get change() {
        return describeHistory(entry, locale);
      },
    });
  }

  async rename(name: string): Promise<void> {
    const id = this.status?.id;
    const trimmed = name.trim();
    if (id === undefined || this.switching || trimmed === '' || trimmed === this.status?.name) return;
    await this.workspace.engine.renameProject(id, trimmed);
    this.read();
  }

  /** An empty project takes the place of the open one. */
  create(): Promise<void> {
    const { engine, jobs, locale } = this.workspace;
    return this.exchange(() => jobs.track(locale.t('job.new'), () => engine.newProject()));
  }

  async open(id: string): Promise<void> {
    const { engine, jobs, locale } = this.workspace;
    if (id === engine.status().id) return;
    await this.exchange(() => jobs.track(locale.t('job.open'), () => engine.openProject(id)));
  }

  /** Without an id: the open one, whose copy is then open. */
  duplicate(id?: string): Promise<void> {
    const { engine, jobs, locale } = this.workspace;
    return this.exchange(() => jobs.track(locale.t('job.duplicate'), () => engine.duplicateProject(id)));
  }

  /** Does what brings another project; the page holds still until it shows that one. */
  async exchange(bring: () => Promise<void>): Promise<void> {
    this.switching = true;
    const { notices } = this.workspace;
    const said = notices.list;
    try {
      await bring();
      notices.leaveProject(said);
      await this.workspace.refresh();
    } finally {
      this.switching = false;
      this.read();
    }
  }

  /** Opens a project file; asks for its passphrase where it has one. True once it is open, false if the user gave up. */
  async openFile(file: File): Promise<boolean> {
    try {
      await this.workspace.open(file);
      return true;
    } catch (error) {
      if (!hasCode(error, 'project.encrypted')) throw fileFault(error, file.name);
    }
    this.close();
    return new Promise((done) => (this.dialog = { kind: 'passphrase', file, error: null, done }));
  }

  /** Tries a passphrase on the file that waits for one. A wrong one is said, and asked for again. */
  async unlock(passphrase: string): Promise<void> {
    const asked = this.dialog;
    if (asked?.kind !== 'passphrase') return;
    let error: unknown = null;
    this.#unlocking = asked;
    try {
      await this.workspace.open(asked.file, { passphrase });
    } catch (refused) {
      error = refused;
    } finally {
      this.#unlocking = null;
    }
    const isFree = this.dialog === asked || this.dialog === null;
    if (isFree) this.dialog = null;
    if (isFree && hasCode(error, 'project.wrong-passphrase')) {
      this.dialog = { ...asked, error };
      return;
    }
    if (error !== null) this.workspace.notices.error(fileFault(error, asked.file.name));
    asked.done(error === null);
  }

  /** Closes the dialogue; a file that waits for its passphrase is not opened, one that is being opened goes on. */
  close(): void {
    const { dialog } = this;
    this.dialog = null;
    if (dialog?.kind === 'passphrase' && dialog !== this.#unlocking) dialog.done(false);
  }

  /** The project as one file. From then on the user has it elsewhere too. */
  async save(options?: PackOptions): Promise<Blob> {
    const id = this.status?.id;
    const file = await this.workspace.save(options);
    if (id !== undefined && options?.data !== false) this.#tell(id);
    return file;
  }

  /** Asks before it removes a project. */
  askToDelete({ id, name }: { id: string; name: string }): void {
    this.dialog = { kind: 'delete', id, name };
  }

  /** Removes a project, and shows what a search of all that is left has found. */
  async remove(id: string, name: string): Promise<void> {
    const { engine, jobs, locale } = this.workspace;
    const proof = await this.whileErasing(() => jobs.track(locale.t('job.erase'), () => engine.deleteProject(id)));
    this.#told = this.#told.filter((other) => other !== id);
    rememberTold(this.#told);
    this.list = await engine.projects();
    rememberCount(this.list.length);
    this.read();
    this.dialog = { kind: 'proof', name, proof };
  }

  async whileErasing<T>(erase: () => Promise<T>): Promise<T> {
    this.erasing = true;
    try {
      return await erase();
    } finally {
      this.erasing = false;
    }
  }

  /** After everything was erased: nothing is remembered, and the proof is shown. */
  showErased(proof: ErasureProof): void {
    this.#told = [];
    this.list = [];
    this.gone = 0;
    rememberTold([]);
    rememberCount(0);
    this.read();
    this.dialog = { kind: 'proof', name: null, proof };
  }

  async takeOver(): Promise<void> {
    await this.workspace.engine.takeOver();
    this.read();
  }

  async acceptDamage(): Promise<void> {
    await this.workspace.engine.acceptDamage();
    this.read();
  }

  /** Tries once more to save. Rejects with the reason where it fails again. */
  async saveAgain(): Promise<void> {
    this.workspace.engine.flush();
    try {
      await this.workspace.engine.saved();
    } finally {
      this.read();
    }
  }

  /** Imports what was interrupted, from the files chosen again, with the same choices. */
  async resumeImport(files: File[]): Promise<ImportReport[]> {
    const interrupted = this.status?.interrupted;
    const reports = await this.workspace.import(files, interrupted?.options ?? {});
    await this.forgetInterrupted();
    return reports;
  }

  /** The interrupted import, or the training of that key, is not wanted any more. */
  async forgetInterrupted(training?: string): Promise<void> {
    await this.workspace.engine.dismissInterrupted(training);
    this.read();
  }
}
