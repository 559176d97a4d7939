import type { ImportOptions } from '../../../contract/import.ts';
import { csvFormat } from '../csv/index.ts';
import type { Head, TextDialect, TextFormat } from '../text-format.ts';
import { layoutOf } from './layout.ts';
import { FixedWidthReader } from './reader.ts';

/** Files whose columns are parted by their positions: reports and the tables of older systems. */
export const fixedWidthFormat: TextFormat = {
  understand(head: Head, options: ImportOptions): TextDialect {
    const told = options.delimiter !== undefined || options.quote !== undefined;
    const layout = told ? undefined : layoutOf(new TextDecoder().decode(head.bytes), head.whole, options);
    if (!layout) return csvFormat.understand(head, options);
    const { skip, headerLines } = layout;
    return {
      sniffed: { format: 'fixed-width', header: headerLines > 0, skipped: skip },
      open: () => new FixedWidthReader(layout),
    };
  },
};

/** True where the first lines have columns below each other and no delimiter. */
export function looksLikeFixedWidth(head: Uint8Array): boolean {
  return layoutOf(textOf(head), head.length < WHOLE_BELOW) !== undefined;
}

/** A head shorter than this is a whole file, whose last line counts. */
const WHOLE_BELOW = 1 << 14;

/** Bytes that are no UTF-8 take one place each: so they do in the two-byte encodings of East Asia too. */
function textOf(head: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
  } catch {
    return new TextDecoder('latin1').decode(head);
  }
}
