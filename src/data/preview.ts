import type { ImportOptions, Preview } from '../contract/import.ts';
import type { TextBatch } from './batch.ts';
import { detectFormat } from './formats/detect.ts';
import type { Head, TextDialect } from './formats/text-format.ts';
import type { FileLike } from './source/blob-source.ts';
import { openText } from './source/open-text.ts';
import type { Unpacked } from './source/unpack.ts';
import { unpack } from './source/unpack.ts';
import { InvalidUtf8 } from './source/utf8-source.ts';
import { guessPlans, HEAD_BYTES, readHead } from './text-import.ts';
import { textOf } from './typing/ascii.ts';

const PREVIEW_ROWS = 50;

/** What is understood of a file from its first 256 kB, and its first fifty rows as text. */
export async function previewFile(file: FileLike, options: ImportOptions): Promise<Preview> {
  const unpacked = await unpack(file, options, HEAD_BYTES);
  const detected = detectFormat(unpacked);
  if (detected.kind === 'binary') return detected.format.preview(await unpacked.whole(), PREVIEW_ROWS, options);
  const { head, encoding } = await textHead(unpacked, options);
  const dialect = detected.format.understand(head, options);
  const columns = guessPlans(dialect, head, options).map(({ name, type }) => ({ name, type }));
  return {
    sniffed: { ...dialect.sniffed, encoding },
    columns,
    rows: firstRows(dialect, head, columns.length),
    questions: [],
    estimate: { rows: 0, bytes: 0 },
  };
}

async function textHead(
  { source: raw, name }: Unpacked,
  options: ImportOptions,
): Promise<{ head: Head; encoding: string }> {
  const open = async (notUtf8: boolean) => {
    const { source, encoding } = await openText(raw, name, options, notUtf8);
    return { head: await readHead(source, name), encoding };
  };
  try {
    return await open(false);
  } catch (error) {
    if (!(error instanceof InvalidUtf8)) throw error;
    return open(true);
  }
}

function firstRows(dialect: TextDialect, head: Head, width: number): (string | null)[][] {
  const rows: (string | null)[][] = [];
  const reader = dialect.open();
  const emit = (batch: TextBatch): void => {
    for (let row = 0; row < batch.rows && rows.length < PREVIEW_ROWS; row++) rows.push(rowOf(batch, row, width));
  };
  reader.push(head.bytes, emit);
  if (head.whole) reader.finish(emit);
  return rows;
}

function rowOf({ bytes, starts, ends, width: given }: TextBatch, row: number, width: number): (string | null)[] {
  return Array.from({ length: width }, (_, column) => {
    const start = column < given ? starts[row * given + column]! : -1;
    return start < 0 ? null : textOf(bytes, start, ends[row * given + column]!);
  });
}
