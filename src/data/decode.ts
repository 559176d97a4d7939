import type { ImportOptions, Ledger } from '../contract/import.ts';
import type { OnProgress } from '../contract/workers.ts';
import { AppError, throwIfAborted } from '../core/errors.ts';
import { detectFormat } from './formats/detect.ts';
import { Sender } from './sender.ts';
import type { Sink } from './sender.ts';
import type { FileLike } from './source/blob-source.ts';
import { openText } from './source/open-text.ts';
import { InvalidUtf8 } from './source/utf8-source.ts';
import { importText } from './text-import.ts';

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
  if (file.size === 0) throw new AppError('import.empty-file', { file: file.name });
  const detected = await detectFormat(file);
  const sender = new Sender(sink);
  if (detected.kind === 'binary') return detected.format.read({ file, options, sender, signal, onProgress });
  const { format, packed } = detected;
  const job = { fileName: file.name, bytes: file.size, options, sender, signal, onProgress };
  const text = await openText(file, packed, options);
  try {
    return await importText(format, { ...job, ...text });
  } catch (error) {
    if (!(error instanceof InvalidUtf8)) throw error;
  }
  await sender.restart();
  const guessed = await openText(file, packed, options, true);
  const ledger = await importText(format, { ...job, ...guessed });
  const notice = { code: 'import.encoding-guessed', values: { file: file.name, encoding: guessed.encoding } };
  return { ...ledger, notices: [notice, ...ledger.notices] };
}
