import { createHash } from 'node:crypto';
import type { Disk } from './disk.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** JSON with its checksum in front, as docs/projects.md gives the form of records, generations and marks. */
export function seal(value: unknown): string {
  const content = JSON.stringify(value);
  return `{"sha256":"${sha256(content)}","content":${content}}`;
}

interface Generation {
  sequence: number;
  bytes: number;
  sha256: string;
  format: number;
}

const unseal = (text: string) => (JSON.parse(text) as { content: Record<string, unknown> }).content;

/** Rewrites the current generation of the only project as a version to come would have written it. */
export async function makeNewer(disk: Disk, format: number): Promise<void> {
  const [recordPath] = await disk.find(/record\.json$/);
  const record = unseal(await disk.text(recordPath!));
  const current = record.current as Generation;
  const [path] = await disk.find(new RegExp(`generations/0*${current.sequence}\\.json$`));
  const text = seal({ ...unseal(await disk.text(path!)), format, app: '99.0.0', somethingNew: { of: 'that version' } });
  await disk.writeText(path!, text);
  const named = { ...current, format, bytes: Buffer.byteLength(text), sha256: sha256(text) };
  await disk.writeText(recordPath!, seal({ ...record, current: named }));
}
