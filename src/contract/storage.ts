import type { FileRef, ProjectDocument } from './document.ts';

/** A project on this machine, as the list shows it. */
export interface KeptProject {
  id: string;
  name: string;
  /** ISO. */
  created: string;
  changed: string;
  tables: number;
  rows: number;
  /** All that its folder holds. */
  bytes: number;
  /** `damaged`: its record can't be read; `newer`: a later version of the app wrote it, and this one leaves it alone. */
  state: 'whole' | 'damaged' | 'newer';
}

/** One thing that is not as it was written. */
export interface Damage {
  /** `record`: which generation is current; `generation`: the document; or what a table, model or ledger rests on. */
  part: 'record' | 'generation' | 'table' | 'model' | 'ledgers';
  /** The table's or model's name; else the file's. */
  name: string;
  reason: 'missing' | 'length' | 'content' | 'unreadable';
}

/** A project as it was found, every byte checked. What is damaged is named and left out; nothing was written. */
export interface FoundProject {
  document: ProjectDocument;
  /** Of the record; to be given to the next commit. */
  sequence: number;
  damage: Damage[];
  /** `previous`: the generation before, as the current one can't be used whole. */
  generation: 'current' | 'previous';
  /** When that generation was written, ISO. */
  written: string;
  /** The form it was written in, where that is an older one. */
  migratedFrom?: number;
  /** What is kept beside the generations: interrupted imports and trainings, by name. */
  marks: Record<string, unknown>;
}

/** The bytes of one project, by what they are. */
export interface KeptBytes {
  id: string;
  name: string;
  tables: { name: string; bytes: number }[];
  models: number;
  /** Generations, ledgers, records, marks. */
  documents: number;
  /** Files that only the generation before needs, and what a crash left behind. */
  older: number;
}

/** Where projects are kept, and how much room there is. */
export interface Room {
  /** `memory`: this browser keeps no files for pages (or not in this window); projects last as long as the page. */
  kind: 'disk' | 'memory';
  used: number;
  quota: number;
  /** Whether the browser has promised not to evict; null where it can't be asked. */
  persisted: boolean | null;
}

export interface PackOptions {
  /** Of the project to be packed; default: the one that is open. */
  id?: string;
  /** Encrypts the file (age, scrypt). */
  passphrase?: string;
  /** False: a template, without rows, models and ledgers. Default: true. */
  data?: boolean;
}

/** Where one of the patterns was found. */
export interface Finding {
  /** A path in the origin's private files, or the name of a store. */
  place: string;
  /** The place of the pattern in the list. */
  pattern: number;
}

/**
 * The storage worker: the origin's private files (OPFS), and project files. Projects are immutable files, a generation that
 * names them, and a record that says which generation is current; each write is read back and compared before it counts.
 * Errors: `storage.unavailable`, `storage.full` (bytes needed, bytes free), `storage.write-failed`, `storage.conflict` (another
 * tab has written since), `storage.damaged`, `project.newer`, `project.damaged`, `project.not-a-project`,
 * `project.encrypted` (a passphrase is needed), `project.wrong-passphrase`.
 */
export interface StorageApi {
  /** The one changed last first. Reads records only. */
  list(): Promise<KeptProject[]>;
  /** Reads a project and checks every byte of it. Writes nothing. `storage.unknown-project`, `project.newer`. */
  open(id: string): Promise<FoundProject>;
  /** The bytes of a file, checked against its length and hash. */
  read(id: string, ref: FileRef): Promise<Uint8Array>;
  /**
   * Keeps bytes (transferred) under their hash; what is there already is not written twice. `inMemory`: in this worker's memory,
   * to be packed into a project file where the disk has no room.
   */
  put(id: string, bytes: Uint8Array, kind: 'arrow' | 'json', inMemory?: boolean): Promise<FileRef>;
  /**
   * Makes a document the current generation, in one swap of the record, if the record's sequence is still `after` (0: there is
   * none). Resolves with the new sequence. What neither this generation nor the one before needs is removed afterwards.
   */
  commit(id: string, document: ProjectDocument, after: number): Promise<number>;
  /** Keeps a small value beside the generations, or removes it. */
  mark(id: string, name: string, value: unknown): Promise<void>;
  /** A copy of a project's current generation under a new id and name. */
  duplicate(id: string, to: { id: string; name: string }): Promise<void>;
  remove(id: string): Promise<void>;
  removeAll(): Promise<void>;
  bytes(): Promise<KeptBytes[]>;
  room(): Promise<Room>;
  /**
   * Reads every byte that is left in the origin's private files, but for the projects named, and looks for the patterns.
   * Resolves with how much was read.
   */
  scan(patterns: Uint8Array[], except: string[]): Promise<{ files: number; bytes: number; found: Finding[] }>;

  /** One file of a document and the files that it names. Files that the disk would not take are kept in memory until then. */
  pack(document: ProjectDocument, options: PackOptions): Promise<Blob>;
  /**
   * Reads a project file, checks every byte, and keeps it as a project with a new id; or rejects, and keeps nothing.
   * Older forms are migrated.
   */
  unpack(file: Blob, id: string, options?: { passphrase?: string; name?: string }): Promise<FoundProject>;
}
