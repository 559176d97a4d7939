import type { Access, ErasureProof, InterruptedImport, ProjectStatus } from '../contract/engine.ts';
import type { ImportOptions, Notice } from '../contract/import.ts';
import type { Damage, FoundProject, KeptProject, StorageApi } from '../contract/storage.ts';
import type { DatabaseApi } from '../contract/workers.ts';
import { AppError } from '../core/errors.ts';
import type { Call } from './bridge.ts';
import { lastOpen, rememberOpen } from './browser-storage.ts';
import { keptPatterns, noPatterns, prove, together, userPatterns } from './erasure.ts';
import type { Patterns } from './erasure.ts';
import type { Keeper } from './keeper.ts';
import type { TableShape } from './project/catalog.ts';
import { fromDocument } from './project/from-document.ts';
import type { ProjectState } from './project/state.ts';
import { emptyState } from './project/state.ts';
import type { Tenancy } from './tenancy.ts';
import { forget } from './unsaved.ts';

/** What came of a project's tables: those that are there, and how many of its steps could not be taken. */
export interface Exchanged {
  tables: readonly TableShape[];
  lost: number;
}

export interface ProjectsHost {
  storage: Call<StorageApi>;
  database: Call<DatabaseApi>;
  keeper: Keeper;
  state: () => ProjectState;
  /** Takes another project's state, and makes its tables. `sameRows`: the tables are those that are there. */
  exchange: (state: ProjectState, sameRows: boolean) => Promise<Exchanged>;
  /** Runs a job when no change is under way, and lets none begin meanwhile. */
  alone: <T>(job: () => Promise<T>) => Promise<T>;
  tell: (notice: Notice) => void;
  onStatus: () => void;
}

type Marks = Record<string, unknown>;

/** Tells the other tabs that a project, or every one, was erased: what they still hold must not come back. */
const erasedChannel = 'behold-erased';

/** When everything is erased, the users of so many projects are looked for afterwards. */
const mostSearched = 20;

/** Bytes of an import that takes long enough to be cut off. */
const longImport = 2 ** 20;

/** Which project is open, who may change it, and how it is exchanged for another. */
export class Projects {
  access: Access = 'write';
  damage: Damage[] = [];
  fromPrevious = false;
  marks: Marks = {};
  /** The name of the project whose tables are being made. */
  opening: string | null = null;
  /** An import is under way: what is marked is no interrupted one. */
  #importing = false;
  readonly #host: ProjectsHost;
  readonly #tenancy: Tenancy;
  readonly #erased: BroadcastChannel | null;
  /** Another project's tables are being made: nothing may change until they are there. */
  #switching = true;
  /** Projects that were erased in another tab while they were open here. */
  readonly #erasedIds = new Set<string>();
  /** The tables and definitions that are in the database, as the document words them; unknown once this tab has changed them. */
  #rows = '';

  constructor(host: ProjectsHost, tenancy: Tenancy) {
    this.#host = host;
    this.#tenancy = tenancy;
    this.#erased = 'window' in globalThis ? new BroadcastChannel(erasedChannel) : null;
    this.#erased?.addEventListener('message', (event: MessageEvent<string>) => {
      this.#onErased(event.data).catch((error: unknown) => this.#tellUnopened('', error));
    });
  }

  get mayWrite(): boolean {
    return this.access === 'write' && !this.#switching;
  }

  /** Throws where the project is not this tab's to change, or another one is just coming. */
  assertWritable(): void {
    if (this.#switching) throw new AppError('project.switching');
    if (!this.mayWrite) throw new AppError('project.read-only', { access: this.access });
  }

  /** What of `status()` is known here. */
  status(): Pick<ProjectStatus, 'access' | 'damage' | 'fromPrevious' | 'interrupted' | 'opening'> {
    const { access, damage, fromPrevious, marks, opening } = this;
    const interrupted = this.#importing ? null : ((marks['import'] as InterruptedImport | undefined) ?? null);
    return { access, damage, fromPrevious, interrupted, opening };
  }

  /** The state to begin with: the project that this tab had open, or else the one changed last; null where there is none. */
  async boot(): Promise<{ state: ProjectState; found: FoundProject } | null> {
    const { storage, keeper, state } = this.#host;
    keeper.inMemory = (await storage('room', [])).kind === 'memory';
    const all = await storage('list', []);
    for (const { name, state: form } of all)
      if (form === 'newer') this.#host.tell({ code: 'project.left-newer', values: { name } });
    const listed = all.filter((project) => project.state !== 'newer');
    const last = lastOpen();
    const order = [...listed.filter(({ id }) => id === last), ...listed.filter(({ id }) => id !== last)];
    for (const { id, name } of order.slice(0, 3)) {
      this.#open(name);
      const opened = await this.#opened(id).catch((error: unknown) => this.#tellUnopened(name, error));
      if (opened) return opened;
    }
    this.#open(null);
    await this.#tenancy.claim(state().id);
    return null;
  }

  async #opened(id: string): Promise<{ state: ProjectState; found: FoundProject }> {
    const found = await this.#find(id);
    return { found, state: await this.#stateOf(found) };
  }

  /** The first project's tables are there, or there is none: from here on it may change. */
  begin(): void {
    this.#switching = false;
  }

  #open(name: string | null): void {
    this.opening = name;
    this.#host.onStatus();
  }

  /** The tables of a project that was found are made: from here on the keeper knows what is on disk. */
  settled({ sequence, written }: FoundProject, { tables, lost }: Exchanged): void {
    if (lost > 0 && this.access === 'write') this.access = 'damaged';
    this.opening = null;
    this.#host.keeper.adopt(sequence, tables, Date.parse(written));
    this.#host.keeper.resume();
  }

  create(): Promise<void> {
    return this.#switch(async () => {
      await this.#leave();
      await this.#openBlank();
    });
  }

  async open(id: string): Promise<void> {
    if (id === this.#host.state().id) return;
    await this.#switch(async () => {
      await this.#leave();
      const before = this.#host.state().id;
      try {
        await this.#show(await this.#find(id), false);
      } catch (error) {
        await this.#back(before);
        throw error;
      }
    });
  }

  /** Opens a project file as a project of its own; one that can't be opened whole leaves everything as it was. */
  async openFile(file: Blob, options: { passphrase?: string; name?: string }): Promise<void> {
    const { storage, state } = this.#host;
    const id = crypto.randomUUID();
    await storage('unpack', [file, id, options]);
    await this.#switch(async () => {
      const before = state().id;
      try {
        await this.#leave();
        await this.#show(await this.#named(await this.#find(id)), true);
      } catch (error) {
        if (state().id !== before || !this.#tenancy.holds) await this.#back(before);
        await storage('remove', [id]);
        throw error;
      }
    });
  }

  async duplicate(id: string | undefined): Promise<void> {
    const { storage, state, keeper } = this.#host;
    const isOpen = id === undefined || id === state().id;
    if (isOpen && this.mayWrite) await keeper.saved();
    const from = id ?? state().id;
    const name = (await storage('list', [])).find((project) => project.id === from)?.name ?? '';
    const to = { id: crypto.randomUUID(), name: copyName(name, state().settings.language) };
    await storage('duplicate', [from, to]);
    if (isOpen) await this.open(to.id);
  }

  /** Renames a project that is not open. */
  async rename(id: string, name: string): Promise<void> {
    const { storage } = this.#host;
    await this.#assertFree(id);
    const { document, sequence, damage } = await storage('open', [id]);
    if (damage.length > 0)
      throw new AppError('project.damaged', { detail: damage.map((each) => each.name).join(', ') });
    await storage('commit', [id, { ...document, name }, sequence]);
  }

  async remove(id: string): Promise<ErasureProof> {
    const { storage, state, database } = this.#host;
    const isOpen = id === state().id;
    await this.#assertFree(id);
    const patterns = isOpen ? await userPatterns(database) : await this.#patternsOf(id);
    return this.#switch(async () => {
      if (isOpen) await this.#openBlank();
      await storage('remove', [id]);
      forget(id);
      this.#erased?.postMessage(id);
      return this.#prove(patterns);
    });
  }

  /** Removes every project, and what else `more` removes; the page goes on with an empty one. */
  async removeAll(more: () => Promise<void>): Promise<ErasureProof> {
    const { storage, state, database } = this.#host;
    const others = (await storage('list', [])).filter(({ id }) => id !== state().id);
    const all = [await userPatterns(database)];
    for (const { id } of others.slice(0, mostSearched)) all.push(await this.#patternsOf(id));
    const patterns = together(all);
    await this.#openBlank();
    await storage('removeAll', []);
    await more();
    this.#erased?.postMessage('*');
    return prove(storage, patterns, []);
  }

  async takeOver(): Promise<void> {
    if (this.access !== 'read') return;
    await this.#tenancy.takeOver(this.#host.state().id);
    await this.#write();
  }

  /** The right to write is this tab's: it begins with what was written last. */
  async #write(): Promise<void> {
    const { storage, state, alone } = this.#host;
    await alone(async () => {
      const { id } = state();
      const found = await storage('open', [id]);
      this.#take(found, true);
      await this.#show(found, false);
    });
  }

  /** Goes on with what is whole; from here on the damaged is no more. */
  async acceptDamage(): Promise<void> {
    if (this.access !== 'damaged') return;
    this.access = 'write';
    this.#rows = '';
    this.damage = [];
    this.fromPrevious = false;
    this.#host.keeper.edited();
    await this.#host.keeper.saved();
  }

  /** A newer version of the app has taken over: what is pending is saved, and then nothing any more. */
  async outdate(): Promise<void> {
    if (this.access === 'outdated') return;
    if (this.mayWrite) await this.#host.keeper.saved().catch(() => undefined);
    this.access = 'outdated';
    this.#tenancy.release();
    this.#host.onStatus();
  }

  /** Keeps a small value beside the project, or removes it. */
  async mark(name: string, value: unknown): Promise<void> {
    if (!this.mayWrite) return;
    if (value === null || value === undefined) delete this.marks[name];
    else this.marks[name] = value;
    await this.#host.storage('mark', [this.#host.state().id, name, value ?? null]);
  }

  /** Until the returned function is called, an import is under way that would have to be offered again. */
  async beginImport(files: readonly File[], options: ImportOptions): Promise<(made: boolean) => void> {
    const { keeper } = this.#host;
    if (files.reduce((sum, { size }) => sum + size, 0) < longImport) return () => undefined;
    const parts = files.map(({ name, size }) => ({ name, bytes: size }));
    const intent: InterruptedImport = { files: parts, options, at: new Date().toISOString() };
    const quiet = (work: Promise<unknown>) => work.catch(() => undefined);
    // A help only: where it can't be written, the import goes on.
    this.#importing = true;
    await quiet(keeper.reserve().then(() => this.mark('import', intent)));
    const forget = async () => {
      await quiet(this.mark('import', null));
      this.#importing = false;
      this.#host.onStatus();
    };
    return (made) => void (made ? quiet(keeper.saved()).then(forget) : quiet(forget().then(() => keeper.unreserve())));
  }

  /** The database was started again, and some of the tables could not be made: nothing is written without them before the user agrees. */
  onRowsLost(): void {
    if (this.access === 'write' && !this.#switching) this.access = 'damaged';
    this.#host.onStatus();
  }

  /** Another tab wants to write: it gets to, once the change that is under way has come to its end and is saved. */
  async onAsked(): Promise<void> {
    const { alone, keeper, state } = this.#host;
    const { id } = state();
    await alone(async () => {
      if (state().id !== id || this.access !== 'write') return;
      await keeper.saved().catch(() => undefined);
      // It can't be saved here, so the other tab can't go on from it.
      if (keeper.isBehind) return this.#goOnAsCopy();
      this.#rows = '';
      this.access = 'read';
      this.#host.tell({ code: 'project.given-over', values: {} });
      this.#host.onStatus();
    });
  }

  /** The right to write was taken while this tab did not answer. What it had not saved goes on as a copy. */
  async onLost(): Promise<void> {
    if (this.access !== 'write') return;
    if (this.#host.keeper.isBehind || this.#host.keeper.isChanging) return this.#goOnAsCopy();
    this.#rows = '';
    this.access = 'read';
    this.#host.tell({ code: 'project.given-over', values: {} });
    this.#host.onStatus();
  }

  /** The tab that wrote is gone: this one may. */
  async onVacant(): Promise<void> {
    if (this.access === 'read' && (await this.#tenancy.claim(this.#host.state().id))) await this.#write();
  }

  /** Another tab has written: this one shows the same. */
  async onCommitted(): Promise<void> {
    const { alone, storage, state, keeper } = this.#host;
    await alone(async () => {
      if (this.access !== 'read') return;
      const found = await storage('open', [state().id]);
      if (found.sequence !== keeper.sequence) await this.#show(found, false);
    }).catch((error: unknown) => this.#tellUnopened(state().name, error));
  }

  /** The disk holds what this tab has not seen, or nothing any more. */
  async onConflict(): Promise<void> {
    const { storage, state, keeper, tell } = this.#host;
    if (this.#erasedIds.has(state().id)) return;
    const isThere = (await storage('list', [])).some(({ id }) => id === state().id);
    if (isThere) return this.#goOnAsCopy();
    keeper.startAnew();
    tell({ code: 'project.written-again', values: { name: state().name } });
  }

  async #goOnAsCopy(): Promise<void> {
    const { state, keeper, tell, onStatus } = this.#host;
    const now = state();
    const name = now.name;
    now.id = crypto.randomUUID();
    now.name = copyName(name, now.settings.language);
    await this.#tenancy.claim(now.id);
    rememberOpen(now.id);
    this.access = 'write';
    keeper.startAnew();
    tell({ code: 'project.continued-as-copy', values: { name, copy: now.name } });
    onStatus();
  }

  async #onErased(id: string): Promise<void> {
    const { state, alone, tell } = this.#host;
    const own = state().id;
    if (id !== '*' && id !== own) return;
    // At once: what is under way here must not bring it back.
    this.#erasedIds.add(own);
    this.access = 'read';
    await alone(() => this.#openBlank());
    await this.#host.storage('remove', [own]).catch(() => undefined);
    tell({ code: 'project.erased-elsewhere', values: {} });
  }

  /** Puts another project in the open one's place, when no change is under way. */
  #switch<T>(job: () => Promise<T>): Promise<T> {
    return this.#host.alone(async () => {
      try {
        return await job();
      } finally {
        this.#switching = false;
        this.#host.keeper.resume();
      }
    });
  }

  /** Saves the open project before another takes its place; from here on nothing of it may change. */
  async #leave(): Promise<void> {
    const { keeper } = this.#host;
    do if (this.mayWrite) await keeper.saved();
    while (this.mayWrite && keeper.isBehind);
    this.#switching = true;
  }

  async #openBlank(): Promise<void> {
    const state = emptyState();
    state.settings = { ...state.settings, language: this.#host.state().settings.language };
    await this.#tenancy.claim(state.id);
    this.#take(null, true);
    const { tables } = await this.#exchange(state, false);
    this.#rows = '';
    this.#host.keeper.adopt(0, tables, null);
  }

  /** Reads a project from disk, and claims it. */
  async #find(id: string): Promise<FoundProject> {
    const found = await this.#host.storage('open', [id]);
    this.#take(found, await this.#tenancy.claim(id));
    return found;
  }

  /** Another project of the same name is on this machine: a number tells them apart. */
  async #named(found: FoundProject): Promise<FoundProject> {
    const others = (await this.#host.storage('list', [])).filter(({ id }) => id !== found.document.id);
    const name = freeTitle(
      found.document.name,
      others.map((other) => other.name),
    );
    return { ...found, document: { ...found.document, name } };
  }

  #take(found: FoundProject | null, writes: boolean): void {
    this.damage = found?.damage ?? [];
    this.fromPrevious = found?.generation === 'previous';
    this.marks = { ...found?.marks };
    const isWhole = this.damage.length === 0 && !this.fromPrevious;
    this.access = !writes ? 'read' : isWhole ? 'write' : 'damaged';
  }

  /** The state of a project that was found. */
  async #stateOf({ document }: FoundProject): Promise<ProjectState> {
    const { storage } = this.#host;
    const state = await fromDocument(document, (ref) => storage('read', [document.id, ref]));
    this.#rows = JSON.stringify([document.tables, document.definitions]);
    rememberOpen(document.id);
    return state;
  }

  /** Puts a project that was found in the open one's place. `strict`: one whose tables can't all be made is refused. */
  async #show(found: FoundProject, strict: boolean): Promise<void> {
    const before = this.#rows;
    const state = await this.#stateOf(found);
    this.#open(state.name);
    const exchanged = await this.#exchange(state, before === this.#rows && this.#host.state().id === state.id);
    if (exchanged.lost > 0 && strict) throw new AppError('project.damaged', { detail: state.name });
    this.settled(found, exchanged);
    // Its file has just been opened, under a name of its own.
    if (strict) this.#host.keeper.edited();
  }

  async #exchange(state: ProjectState, sameRows: boolean): Promise<Exchanged> {
    const wasSwitching = this.#switching;
    this.#switching = true;
    try {
      // What is being saved belongs to the project before.
      await this.#host.keeper.rest();
      return await this.#host.exchange(state, sameRows);
    } finally {
      this.#switching = wasSwitching;
      this.opening = null;
    }
  }

  /** Opens the project again that another could not take the place of. */
  async #back(id: string): Promise<void> {
    const isKept = (await this.#host.storage('list', [])).some((project) => project.id === id);
    if (isKept) await this.#show(await this.#find(id), false);
    else await this.#openBlank();
  }

  /** Of a project that is not open; one that can't be read is erased all the same. */
  #patternsOf(id: string): Promise<Patterns> {
    return keptPatterns(this.#host.database, this.#host.storage, id).catch(() => noPatterns);
  }

  async #prove(patterns: Patterns): Promise<ErasureProof> {
    const { storage } = this.#host;
    const others: KeptProject[] = await storage('list', []);
    return prove(
      storage,
      patterns,
      others.map(({ id }) => id),
    );
  }

  /** Throws where another tab has the project open to write. */
  async #assertFree(id: string): Promise<void> {
    if (id === this.#host.state().id ? !this.mayWrite : await this.#tenancy.isHeld(id))
      throw new AppError('project.open-elsewhere');
  }

  #tellUnopened(name: string, error: unknown): null {
    const { code = 'engine.unexpected', values = {} } = error instanceof AppError ? error : {};
    this.#host.tell({ code: 'project.not-opened', values: { name, code, detail: String(values['detail'] ?? '') } });
    return null;
  }
}

function freeTitle(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  for (let n = 2; taken.includes(name); n++) name = `${wanted} (${n})`;
  return name;
}

const copyName = (name: string, language: 'en' | 'zh'): string =>
  language === 'zh' ? `${name} 副本` : `${name} (copy)`;
