import type { ProjectDocument } from '../contract/document.ts';
import { documentFormat } from '../contract/document.ts';
import type { Folder } from './folder.ts';
import { bytesIn } from './folder.ts';
import type { Fault } from './project-folder.ts';
import { MOST_DOCUMENT_BYTES } from './project-folder.ts';
import { seal, unseal } from './sealed.ts';
import type { Free } from './write.ts';
import { writeChecked } from './write.ts';

/** A generation as the record names it. */
export interface GenerationRef {
  sequence: number;
  bytes: number;
  sha256: string;
  /** ISO. */
  written: string;
  /** The form of its document. */
  format: number;
}

/** What the list of projects shows, so that it need not open any. */
export interface Summary {
  name: string;
  created: string;
  changed: string;
  tables: number;
  rows: number;
  bytes: number;
}

/** Which generation of a project is the current one. Swapping this file is what a commit is. */
export interface ProjectRecord {
  record: typeof RECORD_FORMAT;
  /** 0: the first commit has begun, and has not come to its end. */
  sequence: number;
  current: GenerationRef | null;
  previous: GenerationRef | null;
  /** The last generation of the form before this one, kept until the form changes again. */
  backup: GenerationRef | null;
  summary: Summary;
}

export type FoundRecord =
  | { state: 'whole'; record: ProjectRecord }
  | { state: 'newer'; format: number; known: number; summary: Partial<Summary> }
  | { state: 'damaged'; reason: Fault }
  | { state: 'missing' };

const RECORD_FORMAT = 1;
export const RECORD = 'record.json';

export async function readRecord(project: Folder | null): Promise<FoundRecord> {
  let bytes: Awaited<ReturnType<typeof bytesIn>>;
  try {
    bytes = await bytesIn(project, RECORD, MOST_DOCUMENT_BYTES);
  } catch {
    return { state: 'damaged', reason: 'unreadable' };
  }
  if (bytes === null) return { state: 'missing' };
  if (bytes === 'length') return { state: 'damaged', reason: 'length' };
  const content = (await unseal(bytes)) as ProjectRecord | undefined;
  return content === undefined ? { state: 'damaged', reason: 'content' } : judged(content);
}

/** A checksum that fits says that one of our versions wrote it; which one is left to ask. */
function judged(record: ProjectRecord): FoundRecord {
  const { record: format, summary = {}, current } = record;
  if (format !== RECORD_FORMAT) return { state: 'newer', format, known: RECORD_FORMAT, summary };
  if (current && current.format > documentFormat)
    return { state: 'newer', format: current.format, known: documentFormat, summary };
  return { state: 'whole', record };
}

export async function writeRecord(project: Folder, record: Omit<ProjectRecord, 'record'>, free: Free): Promise<void> {
  await writeChecked(project, RECORD, await seal({ record: RECORD_FORMAT, ...record }), free);
}

export const summaryOf = (document: ProjectDocument, bytes: number): Summary => ({
  name: document.name,
  created: document.created,
  changed: document.changed,
  tables: document.tables.length,
  rows: document.tables.reduce((sum, { rows }) => sum + rows, 0),
  bytes,
});
