import type { ImportOptions, Ledger, Notice } from '../contract/import.ts';
import type { OnProgress } from '../contract/workers.ts';
import { throwIfAborted } from '../core/errors.ts';
import { detectFormat } from './formats/detect.ts';
import type { TextFormat } from './formats/text-format.ts';
import { Sender } from './sender.ts';
import type { Sink } from './sender.ts';
import type { FileLike } from './source/blob-source.ts';
import { encodingNotices } from './source/encoding-notices.ts';
import { openText } from './source/open-text.ts';
import type { Unpacked } from './source/unpack.ts';
import { unpack } from './source/unpack.ts';
import { InvalidUtf8 } from './source/utf8-source.ts';
import { importText } from './text-import.ts';
import type { TextImport } from './text-import.ts';

/**
 * Reads a file into typed Arrow batches, sent to `sink` as IPC streams, at most two under way; resolves with the import ledger.
 * Rejects with `import.*` codes, or with an AbortError where the signal was aborted between two chunks.
 */
export async function decodeFile(
  file: FileLike,
  options: ImportOptions,
  sink: Sink,
  signal?: AbortSignal,
  onProgress?: OnProgress,
): Promise<Ledger> {
  throwIfAborted(signal);
  const unpacked = await unpack(file, options);
  const detected = detectFormat(unpacked, options);
  const job = { options, sender: new Sender(sink), signal, onProgress };
  const ledger =
    detected.kind === 'binary'
      ? await detected.format.read({ ...job, file: await unpacked.whole() })
      : await decodeText(detected.format, unpacked, { ...job, fileName: unpacked.name, bytes: file.size });
  const { entry, notices } = unpacked;
  const sniffed = entry === undefined ? ledger.sniffed : { ...ledger.sniffed, entry };
  return { ...ledger, bytes: file.size, sniffed, notices: [...notices, ...ledger.notices] };
}

async function decodeText(
  format: TextFormat,
  { source, name }: Unpacked,
  job: Omit<TextImport, 'source' | 'encoding'>,
): Promise<Ledger> {
  const text = await openText(source, name, job.options);
  try {
    return withNotices(await importText(format, { ...job, ...text }), encodingNotices(name, text));
  } catch (error) {
    if (!(error instanceof InvalidUtf8)) throw error;
  }
  await job.sender.restart();
  const guessed = await openText(source, name, job.options, true);
  return withNotices(await importText(format, { ...job, ...guessed }), encodingNotices(name, guessed));
}

const withNotices = (ledger: Ledger, notices: readonly Notice[]): Ledger => ({
  ...ledger,
  notices: [...notices, ...ledger.notices],
});
