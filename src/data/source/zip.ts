import type { Notice } from '../../contract/import.ts';
import { AppError } from '../../core/errors.ts';
import type { FileLike } from './blob-source.ts';
import type { ZipEntry } from './zip-directory.ts';
import { readZipDirectory } from './zip-directory.ts';

/** What operating systems put into archives beside the data. */
const JUNK = /(^|\/)(__MACOSX\/|\.[^/]*$|Thumbs\.db$|desktop\.ini$)/i;
/** Members that a message names. */
const NAMED = 20;

export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

/** Documents that are ZIP archives of their own kind, by a member that each of them has. */
const DOCUMENTS: readonly [member: RegExp, format: string][] = [
  [/^word\//, 'DOCX'],
  [/^ppt\//, 'PPTX'],
  [/^Index(\/Document\.iwa|\.zip)$/, 'Apple Numbers'],
  [/^META-INF\/container\.xml$/, 'EPUB'],
  [/^(META-INF\/MANIFEST\.MF|AndroidManifest\.xml)$/, 'JAR / APK'],
];

const WORKBOOK_MEMBER = /(^|\/)workbook\d*\.(xml|bin)$/i;

/** True for the members of an XLSX, XLSB or ODS workbook. */
export function isWorkbook(entries: readonly ZipEntry[]): boolean {
  const names = entries.map(({ name }) => name);
  if (names.includes('[Content_Types].xml') && names.some((name) => WORKBOOK_MEMBER.test(name))) return true;
  return names.includes('content.xml') && (names.includes('mimetype') || names.includes('META-INF/manifest.xml'));
}

/** An archive's members that are data; undefined for a workbook. Other documents are refused by name. */
export async function listEntries(file: FileLike): Promise<ZipEntry[] | undefined> {
  const all = await readZipDirectory(file);
  if (isWorkbook(all)) return undefined;
  const document = DOCUMENTS.find(([member]) => all.some(({ name }) => member.test(name)));
  if (document) throw new AppError('import.unsupported-format', { file: file.name, format: document[1] });
  const data = all.filter(({ name }) => !name.endsWith('/') && !JUNK.test(name));
  if (data.length === 0) throw new AppError('import.empty-archive', { file: file.name });
  return data;
}

/** The member asked for, or else the first; then the others are named. */
export function chooseEntry(
  file: FileLike,
  entries: readonly ZipEntry[],
  wanted?: string,
): { entry: ZipEntry; notices: Notice[] } {
  const names = (list: readonly ZipEntry[]): string => {
    const shown = list.slice(0, NAMED).map(({ name }) => name);
    return shown.join(', ') + (list.length > NAMED ? ', …' : '');
  };
  const entry = wanted === undefined ? entries[0] : entries.find(({ name }) => name === wanted);
  if (!entry) throw new AppError('import.unknown-entry', { file: file.name, entry: wanted!, entries: names(entries) });
  if (wanted !== undefined || entries.length === 1) return { entry, notices: [] };
  const others = names(entries.slice(1));
  const values = { file: file.name, entry: entry.name, count: entries.length - 1, others };
  return { entry, notices: [{ code: 'import.other-entries', values }] };
}
