import { AppError, isAbort } from '../../../core/errors.ts';
import type { BinaryBatch } from './table.ts';

/** Turns whatever a decoder trips over into `import.damaged-file`; coded errors and aborts pass as they are. */
export async function orDamaged<T>(file: string, format: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError || isAbort(error)) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new AppError('import.damaged-file', { file, format, detail }, { cause: error });
  }
}

/** Batches whose reading fails with `import.damaged-file` too: it is the file's fault, whenever it shows. */
export async function* orDamagedBatches(
  file: string,
  format: string,
  batches: AsyncGenerator<BinaryBatch>,
): AsyncGenerator<BinaryBatch> {
  try {
    for (;;) {
      const next = await orDamaged(file, format, () => batches.next());
      if (next.done) return;
      const { rows, done, build, texts } = next.value;
      yield {
        rows,
        done,
        build: (column) => orDamaged(file, format, () => build(column)),
        texts: (column) => orDamaged(file, format, () => texts(column)),
      };
    }
  } finally {
    await batches.return(undefined);
  }
}
