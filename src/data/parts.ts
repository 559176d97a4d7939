import type { Part } from '../contract/import.ts';
import type { FileLike } from './source/blob-source.ts';
import { readBytes } from './source/blob-source.ts';
import { isZip, listEntries } from './source/zip.ts';

/** The files within a file: the members of a ZIP archive that are data; anything else, workbooks too, is its only part. */
export async function partsOf(file: FileLike): Promise<Part[]> {
  const whole: Part = { name: file.name, bytes: file.size };
  const head = await readBytes(file, 0, Math.min(4, file.size));
  const entries = isZip(head) ? await listEntries(file) : undefined;
  if (!entries) return [whole];
  const parts = entries.map(({ name, bytes }) => ({ entry: name, name: name.split('/').at(-1)!, bytes }));
  const data = parts.filter(({ name }) => !ABOUT.test(name));
  return data.length > 0 ? data : parts;
}

/** What stands beside data and tells of it. */
const ABOUT = /^(read[ _-]?me|licen[cs]e|copying|changelog|说明|自述)(\.(txt|md|rst|pdf|html?|docx?))?$/i;
