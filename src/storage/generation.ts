import type { ProjectDocument } from '../contract/document.ts';
import { isCode } from './errors.ts';
import { sha256 } from './digest.ts';
import { parseDocument } from './document.ts';
import type { Folder } from './folder.ts';
import { bytesIn, entriesOf, folderIn } from './folder.ts';
import type { Fault } from './project-folder.ts';
import { MOST_DOCUMENT_BYTES, isFault } from './project-folder.ts';
import type { GenerationRef } from './record.ts';
import { seal, unseal } from './sealed.ts';
import type { Free } from './write.ts';
import { writeChecked } from './write.ts';

/** A document as it was at one commit. */
export interface Generation {
  ref: GenerationRef;
  document: ProjectDocument;
  migratedFrom?: number;
}

interface Content {
  sequence: number;
  written: string;
  document: ProjectDocument;
}

export const GENERATIONS = 'generations';
export const generationName = (sequence: number): string => `${sequence}.json`;

/** Writes a document beside the generations that are there. */
export async function writeGeneration(project: Folder, content: Content, free: Free): Promise<GenerationRef> {
  const { sequence, written, document } = content;
  const folder = await project.getDirectoryHandle(GENERATIONS, { create: true });
  const bytes = await seal({ sequence, written, document });
  await writeChecked(folder, generationName(sequence), bytes, free);
  return { sequence, bytes: bytes.length, sha256: await sha256(bytes), written, format: document.format };
}

/** Reads a generation that the record names. Throws `project.newer`. */
export async function readGeneration(project: Folder, ref: GenerationRef): Promise<Generation | Fault> {
  const bytes = await generationBytes(project, ref.sequence);
  if (isFault(bytes)) return bytes;
  if (bytes.length !== ref.bytes) return 'length';
  if ((await sha256(bytes)) !== ref.sha256) return 'content';
  return parsed(bytes, ref.sequence);
}

/** Reads a generation by its own checksum, as no record names it. Throws `project.newer`. */
export async function readUnnamed(project: Folder, sequence: number): Promise<Generation | Fault> {
  const bytes = await generationBytes(project, sequence);
  return isFault(bytes) ? bytes : parsed(bytes, sequence);
}

async function generationBytes(project: Folder, sequence: number): Promise<Uint8Array | Fault> {
  try {
    const folder = await folderIn(project, GENERATIONS);
    return (await bytesIn(folder, generationName(sequence), MOST_DOCUMENT_BYTES)) ?? 'missing';
  } catch {
    return 'unreadable';
  }
}

async function parsed(bytes: Uint8Array, sequence: number): Promise<Generation | Fault> {
  const content = (await unseal(bytes)) as Content | undefined;
  if (content?.sequence !== sequence) return 'content';
  try {
    const { format } = content.document;
    const ref = { sequence, bytes: bytes.length, sha256: await sha256(bytes), written: content.written, format };
    return { ref, ...parseDocument(JSON.stringify(content.document)) };
  } catch (error) {
    if (isCode(error, 'project.newer')) throw error;
    return 'unreadable';
  }
}

/** The numbers of the generations that lie there, whole or not, the newest first. */
export async function sequencesIn(project: Folder): Promise<number[]> {
  const entries = await entriesOf(await folderIn(project, GENERATIONS));
  const numbers = entries
    .map(({ name }) => /^([1-9]\d*)\.json$/.exec(name)?.[1])
    .filter((found) => found !== undefined);
  return numbers.map(Number).sort((a, b) => b - a);
}
