import type { FileRef, ProjectDocument } from '../../contract/document.ts';
import type { PackOptions } from '../../contract/storage.ts';
import { AppError } from '../../core/errors.ts';
import { sha256 } from '../digest.ts';
import { filesOf, parseDocument } from '../document.ts';
import { entryName, manifestName } from './entries.ts';
import { gzip } from './gzip.ts';
import { mostFileBytes } from './read-content.ts';
import { templateOf } from './template.ts';
import { ZipWriter } from './zip-writer.ts';

/**
 * A project as one file: a zip of its document and, each once and gzipped, the files that it names; as a template without
 * them, and with a passphrase encrypted. `read` gives a file's content, which is checked on the way: throws
 * `project.file-damaged` (part, name) where it is not as it was written, `project.too-large` (name, bytes), `project.empty-passphrase`, and `project.damaged`
 * for a document that could not be opened again.
 */
export async function packProject(
  document: ProjectDocument,
  read: (ref: FileRef) => Promise<Blob>,
  { passphrase, data = true }: PackOptions = {},
): Promise<Blob> {
  if (passphrase === '') throw new AppError('project.empty-passphrase');
  const packed = await zipOf(data ? document : templateOf(document), read);
  if (passphrase === undefined) return packed;
  const { encrypt } = await import('./age.ts');
  return encrypt(packed, passphrase);
}

async function zipOf(document: ProjectDocument, read: (ref: FileRef) => Promise<Blob>): Promise<Blob> {
  const manifest = JSON.stringify(document);
  parseDocument(manifest);
  const zip = new ZipWriter();
  await zip.add(manifestName, new Blob([manifest]));
  const seen = new Set<string>();
  for (const { ref, part, name } of filesOf(document)) {
    if (seen.has(ref.file)) continue;
    seen.add(ref.file);
    if (ref.bytes > mostFileBytes) throw new AppError('project.too-large', { name, bytes: ref.bytes });
    const bytes = new Uint8Array(await (await read(ref)).arrayBuffer());
    if (bytes.length !== ref.bytes || (await sha256(bytes)) !== ref.sha256)
      throw new AppError('project.file-damaged', { part, name });
    await zip.add(entryName(ref), await gzip(bytes));
  }
  return zip.end();
}
