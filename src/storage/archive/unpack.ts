import type { FileRef, ProjectDocument } from '../../contract/document.ts';
import { AppError } from '../../core/errors.ts';
import type { NeededFile } from '../document.ts';
import { filesOf, finishDocument, formatOf, parsePlain } from '../document.ts';
import type { Plain } from '../migrations/index.ts';
import { checkRows, readJsonPart } from './contents.ts';
import { damaged } from '../damaged.ts';
import { entryName, manifestName } from './entries.ts';
import { unpackForm1 } from './form-1.ts';
import type { Put } from './put.ts';
import { readContent } from './read-content.ts';
import { ZipReader } from './zip-reader.ts';

export type { Put } from './put.ts';

/** As the first released version bounded it. */
const mostManifestBytes = 512 * 2 ** 20;
const ageMark = 'age-encryption.org/v1\n';

/**
 * Reads a project file, of today's form or an older one, and hands on each file in it once it was checked; the bytes may be
 * kept. Where it rejects, what was handed on is to be discarded. Throws `project.not-a-project`, `project.newer`,
 * `project.damaged`, `project.encrypted` (a passphrase is needed) or `project.wrong-passphrase`.
 */
export async function unpackProject(
  file: Blob,
  put: Put,
  options: { passphrase?: string } = {},
): Promise<{ document: ProjectDocument; migratedFrom?: number }> {
  const zip = await ZipReader.open(await decrypted(file, options.passphrase));
  const manifest = await readManifest(zip);
  const format = formatOf(manifest);
  if (format === 1) return finishDocument(await unpackForm1(zip, manifest, put), format);
  const parsed = finishDocument(manifest, format);
  await unpackFiles(zip, filesOf(parsed.document), put);
  return parsed;
}

async function decrypted(file: Blob, passphrase: string | undefined): Promise<Blob> {
  const head = new Uint8Array(await file.slice(0, ageMark.length).arrayBuffer());
  if (new TextDecoder().decode(head) !== ageMark) return file;
  if (!passphrase) throw new AppError('project.encrypted');
  const { decrypt } = await import('./age.ts');
  return decrypt(file, passphrase);
}

async function readManifest(zip: ZipReader): Promise<Plain> {
  if (!zip.has(manifestName)) throw new AppError('project.not-a-project');
  const bytes = await zip.checkedEntry(manifestName, mostManifestBytes);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw damaged(manifestName, cause);
  }
  const plain = parsePlain(text);
  if (!('format' in plain)) throw new AppError('project.not-a-project');
  return plain;
}

async function unpackFiles(zip: ZipReader, files: readonly NeededFile[], put: Put): Promise<void> {
  zip.expectOnly(new Set([manifestName, ...files.map(({ ref }) => entryName(ref))]));
  for (const needed of byFile(files).values()) {
    const { ref, part } = needed[0]!;
    const bytes = await readContent(zip, entryName(ref), ref);
    for (const each of needed) check(each, bytes);
    await put(bytes, part === 'table' ? 'arrow' : 'json');
  }
}

function byFile(files: readonly NeededFile[]): Map<string, NeededFile[]> {
  const groups = new Map<string, NeededFile[]>();
  for (const each of files) groups.set(each.ref.file, [...(groups.get(each.ref.file) ?? []), each]);
  return groups;
}

function check({ ref, part, name }: NeededFile, bytes: Uint8Array): void {
  if (ref.bytes !== bytes.length) throw damaged(`${part} ${name}: ${bytes.length} bytes, not ${ref.bytes}`);
  if (part === 'table') checkRows(bytes, (ref as FileRef & { rows: number }).rows, name);
  else readJsonPart(bytes, part, name);
}
