import type { FileLike } from '../../source/blob-source.ts';
import type { Sheet, Workbook } from './cell.ts';
import type { Package } from './package.ts';
import { sharedStrings } from './shared-strings.ts';
import type { Shown } from './serial.ts';
import { shownBy } from './serial.ts';
import { XlsxSheet } from './xlsx-sheet.ts';
import { attribute, readAllXml } from './xml.ts';

const FORMAT = 'XLSX';

/** What the cells of all sheets share. */
export interface XlsxContext {
  file: FileLike;
  package: Package;
  is1904: boolean;
  /** By the style's number, how its numbers are shown. */
  shown: Shown[];
  /** Read when the first sheet is. */
  strings(): Promise<readonly string[]>;
}

interface SheetEntry {
  name: string;
  hidden: boolean;
  relation: string;
}

/** Opens an XLSX workbook; sheets are read as a stream, since the largest don't fit into memory as objects. */
export async function openXlsx(file: FileLike, pack: Package): Promise<Workbook> {
  const root = await relations(pack, '_rels/.rels');
  const main = [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml';
  const folder = main.replace(/^\//, '').replace(/[^/]*$/, '');
  const parts = await relations(pack, `${folder}_rels/${main.split('/').at(-1)!}.rels`, folder);
  const { entries, is1904 } = await workbookPart(pack, main);
  const pathOf = (suffix: string): string | undefined =>
    [...parts.values()].find(({ type, target }) => type.endsWith(suffix) && pack.has(target))?.target;
  const styles = pathOf('/styles');
  const stringsPath = pathOf('/sharedStrings');
  let strings: Promise<readonly string[]> | undefined;
  const context: XlsxContext = {
    file,
    package: pack,
    is1904,
    shown: styles === undefined ? [] : await stylesPart(pack, styles),
    strings: () => (strings ??= stringsPath === undefined ? Promise.resolve([]) : sharedStrings(pack, stringsPath)),
  };
  const sheets = entries.flatMap(({ name, hidden, relation }): Sheet[] => {
    const part = parts.get(relation);
    // Chart sheets and macro sheets have no cells.
    const isSheet = part !== undefined && part.type.endsWith('/worksheet');
    return isSheet ? [new XlsxSheet(name, hidden, part.target, context)] : [];
  });
  return { format: 'xlsx', sheets };
}

type Relations = Map<string, { type: string; target: string }>;

async function relations(pack: Package, path: string, folder = ''): Promise<Relations> {
  const found: Relations = new Map();
  if (!pack.has(path)) return found;
  await readAllXml(await pack.openSmall(path), pack.file.name, FORMAT, {
    open(name, attributes) {
      if (name !== 'Relationship' || attributes['TargetMode'] === 'External') return;
      const { Id: id = '', Type: type = '', Target: target = '' } = attributes;
      found.set(id, { type, target: resolved(folder, target) });
    },
  });
  return found;
}

/** A target is relative to its folder unless it begins with a slash. */
function resolved(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const steps: string[] = [];
  for (const step of `${folder}${target}`.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

async function workbookPart(pack: Package, path: string): Promise<{ entries: SheetEntry[]; is1904: boolean }> {
  const entries: SheetEntry[] = [];
  let is1904 = false;
  await readAllXml(await pack.openSmall(path), pack.file.name, FORMAT, {
    open(name, attributes) {
      // Extensions have an element of the same name, without the attribute.
      if (name === 'workbookPr') is1904 ||= isTrue(attributes['date1904']);
      if (name !== 'sheet') return;
      const state = attributes['state'];
      const hidden = state === 'hidden' || state === 'veryHidden';
      entries.push({ name: attributes['name'] ?? '', hidden, relation: attribute(attributes, 'id') ?? '' });
    },
  });
  return { entries, is1904 };
}

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true';

/** How each cell style shows numbers. */
async function stylesPart(pack: Package, path: string): Promise<Shown[]> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCells = false;
  await readAllXml(await pack.openSmall(path), pack.file.name, FORMAT, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) formats.push(Number(attributes['numFmtId'] ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats.map((id) => shownBy(id, codes.get(id)));
}
