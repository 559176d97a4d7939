import { createHash } from 'node:crypto';
import type { Disk } from './disk.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** JSON with its checksum in front, as src/storage/README.md gives the form of records, generations and marks. */
export function seal(value: unknown): string {
  const content = JSON.stringify(value);
  return `{"sha256":"${sha256(content)}","content":${content}}`;
}

interface Ref {
  sequence: number;
  bytes: number;
  sha256: string;
  written: string;
  format: number;
}

interface ProjectRecord {
  sequence: number;
  current: Ref;
  [other: string]: unknown;
}

const unseal = <T>(text: string): T => (JSON.parse(text) as { content: T }).content;

/** Commits to the only project as a version to come would: its generation has another form. */
export async function commitAsNewer(disk: Disk, format: number): Promise<void> {
  const [recordPath] = await disk.find(/record\.json$/);
  const folder = recordPath!.replace(/record\.json$/, 'generations/');
  const record = unseal<ProjectRecord>(await disk.text(recordPath!));
  const { current } = record;
  const last = unseal<{ document: object }>(await disk.text(`${folder}${current.sequence}.json`));
  const sequence = record.sequence + 1;
  const written = new Date().toISOString();
  const document = { ...last.document, format, app: '99.0.0', somethingNew: { of: 'that version' } };
  const text = seal({ sequence, written, document });
  await disk.writeText(`${folder}${sequence}.json`, text);
  const next: Ref = { sequence, bytes: Buffer.byteLength(text), sha256: sha256(text), written, format };
  await disk.writeText(recordPath!, seal({ ...record, sequence, current: next, previous: current }));
}
