import type { ColumnType, ImportOptions, Preview, Question, Reading } from '../contract/import.ts';
import { rowBytes } from './estimate.ts';
import { firstRows } from './first-rows.ts';
import { detectFormat } from './formats/detect.ts';
import type { Head, TextDialect } from './formats/text-format.ts';
import type { ByteSource, FileLike } from './source/blob-source.ts';
import { encodingQuestion } from './source/encoding-detect.ts';
import type { OpenText } from './source/open-text.ts';
import { openText } from './source/open-text.ts';
import type { Unpacked } from './source/unpack.ts';
import { unpack } from './source/unpack.ts';
import { InvalidUtf8 } from './source/utf8-source.ts';
import { guessColumns, HEAD_BYTES, readHead } from './text-import.ts';

const PREVIEW_ROWS = 50;
/** Rows of a reading that is put to the analyst beside others. */
const READING_ROWS = 5;
/** Packed text is measured further than the head: it arrives in large pieces. */
const MEASURED_BYTES = 16 << 20;

/** What is understood of a file from its first 256 kB, its first fifty rows as text, and what only the analyst can know. */
export async function previewFile(file: FileLike, options: ImportOptions): Promise<Preview> {
  const preview = await readPreview(file, options);
  const questions = await Promise.all(preview.questions.map((question) => withRows(question, file, options)));
  return { ...preview, questions };
}

async function readPreview(file: FileLike, options: ImportOptions): Promise<Preview> {
  const unpacked = await unpack(file, options, HEAD_BYTES);
  const detected = detectFormat(unpacked, options);
  const preview =
    detected.kind === 'binary'
      ? await detected.format.preview(await unpacked.whole(), PREVIEW_ROWS, options)
      : await previewText(unpacked, detected.format.understand.bind(detected.format), options);
  const { entry } = unpacked;
  return entry === undefined ? preview : { ...preview, sniffed: { ...preview.sniffed, entry } };
}

type Understand = (head: Head, options: ImportOptions) => TextDialect;

async function previewText(unpacked: Unpacked, understand: Understand, options: ImportOptions): Promise<Preview> {
  const { head, text } = await textHead(unpacked, options);
  const dialect = understand(head, options);
  const { plans, questions } = guessColumns(dialect, head, options);
  const columns = plans.map(({ name, type }) => ({ name, type }));
  const { rows, inHead } = firstRows(dialect, head, columns.length, PREVIEW_ROWS);
  const encoding = text.detected && encodingQuestion(text.detected);
  return {
    sniffed: { ...dialect.sniffed, encoding: text.encoding },
    columns,
    rows,
    questions: [...(encoding ? [encoding] : []), ...(dialect.alternatives ?? []), ...questions],
    estimate: await estimateOf(head, text.source, inHead, columns, rows),
  };
}

async function textHead({ source, name }: Unpacked, options: ImportOptions): Promise<{ head: Head; text: OpenText }> {
  const open = async (notUtf8: boolean) => {
    const text = await openText(source, name, options, notUtf8);
    return { head: await readHead(text.source, name), text };
  };
  try {
    return await open(false);
  } catch (error) {
    if (!(error instanceof InvalidUtf8)) throw error;
    return open(true);
  }
}

/** The rows of the head in proportion to the text. */
async function estimateOf(
  head: Head,
  source: ByteSource,
  inHead: number,
  columns: readonly { type: ColumnType }[],
  sample: readonly (string | null)[][],
): Promise<Preview['estimate']> {
  const share = head.whole ? 1 : head.bytes.length / (await textBytes(source));
  const rows = Math.round(inHead / share);
  return {
    rows,
    bytes: Math.round(
      rows *
        rowBytes(
          columns.map(({ type }) => type),
          sample,
        ),
    ),
  };
}

/** The bytes of the whole text, by how far its first ones reach. */
async function textBytes(source: ByteSource): Promise<number> {
  let bytes = 0;
  for await (const chunk of source.chunks()) {
    bytes += chunk.length;
    if (bytes >= MEASURED_BYTES) return bytes / source.share();
  }
  return bytes;
}

/** Reads the file's head in each way that a question offers, so that the answer can be seen. */
async function withRows(question: Question, file: FileLike, options: ImportOptions): Promise<Question> {
  const readings = question.readings.map(async (reading): Promise<Reading> => {
    if (reading.rows) return reading;
    const { columns, rows } = await readPreview(file, { ...options, ...reading.options });
    return { ...reading, columns: columns.map(({ name }) => name), rows: rows.slice(0, READING_ROWS) };
  });
  return { ...question, readings: await Promise.all(readings) };
}
