import type { FileRef, ProjectDocument } from '../contract/document.ts';
import { documentFormat } from '../contract/document.ts';
import { AppError } from '../core/errors.ts';
import { damaged } from './damaged.ts';
import { checkDocument } from './document-schema.ts';
import { parseUntrusted } from './json.ts';
import type { Plain } from './migrations/index.ts';
import { migrate } from './migrations/index.ts';

/** A document, and the form that it had where that is an older one. */
export interface ParsedDocument {
  document: ProjectDocument;
  migratedFrom?: number;
}

/** A file that a document needs, and what of the project rests on it. */
export interface NeededFile {
  ref: FileRef;
  part: 'table' | 'model' | 'ledgers';
  /** The table's or model's name. */
  name: string;
}

/**
 * Reads the text of a document, which anyone may have written, and brings an older form up to date. Throws `project.newer`
 * (format, known) or `project.damaged` (detail).
 */
export function parseDocument(text: string): ParsedDocument {
  const plain = parsePlain(text);
  return finishDocument(plain, formatOf(plain));
}

/** The text of a document as an object, whatever its form. Throws `project.damaged`. */
export function parsePlain(text: string): Plain {
  let value: unknown;
  try {
    value = parseUntrusted(text);
  } catch (cause) {
    throw damaged(`the document: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw damaged('the document is no object');
  return value as Plain;
}

/** The form of a plain document. Throws `project.newer` or `project.damaged`. */
export function formatOf(plain: Plain): number {
  const format = plain['format'];
  if (typeof format !== 'number' || !Number.isSafeInteger(format) || format < 1) throw damaged('format');
  if (format > documentFormat) throw new AppError('project.newer', { format, known: documentFormat });
  return format;
}

/** Migrates and checks a plain document of a known form. Throws `project.damaged`. */
export function finishDocument(plain: Plain, format: number): ParsedDocument {
  const checked = checkDocument(migrated(plain, format));
  if ('fault' in checked) throw damaged(checked.fault);
  return { document: checked, ...(format < documentFormat && { migratedFrom: format }) };
}

function migrated(plain: Plain, format: number): Plain {
  try {
    return migrate(plain, format, { id: crypto.randomUUID(), now: new Date().toISOString() });
  } catch (cause) {
    throw damaged(`the document has not the form ${format}`, cause);
  }
}

/** Every file that the document names: tables, what their recipes start from, models, ledgers. Once for each part and name. */
export function filesOf({ tables, models, ledgers }: ProjectDocument): NeededFile[] {
  const files: NeededFile[] = [
    ...tables.flatMap(({ name, pieces, recipe }) =>
      [...pieces, ...(recipe?.raw.pieces ?? [])].map((ref) => ({ ref, part: 'table' as const, name })),
    ),
    ...models.map(({ name, model }) => ({ ref: model, part: 'model' as const, name })),
    ...(ledgers ? [{ ref: ledgers, part: 'ledgers' as const, name: 'ledgers' }] : []),
  ];
  const keyed = files.map((each) => [JSON.stringify([each.part, each.name, each.ref.file]), each] as const);
  return [...new Map(keyed).values()];
}
