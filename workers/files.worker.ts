import { transfer } from 'comlink';
import type { FilesApi } from '../src/contract/workers.ts';
import { decodeFile } from '../src/data/decode.ts';
import { partsOf } from '../src/data/parts.ts';
import { previewFile } from '../src/data/preview.ts';
import { parquetFromIpc } from '../src/data/formats/parquet/write.ts';
import { serve } from './serve.ts';

/** Files to typed Arrow batches, and Arrow to Parquet: see `contract/workers.ts`. Bytes change hands, they are never copied. */
const api: FilesApi = {
  parts: partsOf,
  preview: previewFile,
  decode: (file, options, sink, signal, onProgress) =>
    decodeFile(
      file,
      options,
      (part) => sink(part.kind === 'rows' ? transfer(part, [part.ipc.buffer]) : part),
      signal,
      onProgress,
    ),
  parquet: async (ipc) => {
    const bytes = parquetFromIpc(ipc).slice();
    return transfer(bytes, [bytes.buffer]);
  },
};

serve(api);
