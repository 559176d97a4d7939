import { AppError } from '../../../core/errors.ts';
import type { TextFormat } from '../text-format.ts';
import { XesReader } from './reader.ts';

/** Within this many bytes a log names its root. */
const HEAD_BYTES = 4096;

/** True where the bytes begin as XML does, in UTF-8 or UTF-16. */
export const looksLikeXml = (head: Uint8Array): boolean => /^[^<]{0,16}<(\?xml|!--|log[\s>])/.test(textOf(head));

/** XES (IEEE 1849): event logs in XML, each trace one case. Any other XML is refused by name. */
export const xesFormat: TextFormat = {
  understand({ bytes, fileName }) {
    if (!/<log[\s/>]/.test(textOf(bytes))) {
      throw new AppError('import.unsupported-format', { file: fileName, format: 'XML' });
    }
    return { sniffed: { format: 'xes' }, open: (columns) => new XesReader(fileName, columns) };
  },
};

/** The ASCII of the first bytes; UTF-16's zeros are left out. */
const textOf = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, HEAD_BYTES), (byte) => (byte === 0 ? '' : String.fromCharCode(byte))).join('');
