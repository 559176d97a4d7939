import type { ImportOptions } from '../../../contract/import.ts';
import type { Head, TextDialect, TextFormat } from '../text-format.ts';
import type { LogLayout } from './layout.ts';
import { columnsOf, layoutOf, REQUEST } from './layout.ts';
import { AccessLogReader } from './reader.ts';

/** What is read where the options or the name say that it is a log, but its head doesn't. */
const COMBINED: LogLayout = { before: 3, combined: true, extra: 0 };

/** Web servers' access logs: the Common and the Combined Log Format, also with a virtual host before or more fields behind. */
export const accessLogFormat: TextFormat = {
  understand({ bytes, whole }: Head, options: ImportOptions): TextDialect {
    const layout = layoutOf(new TextDecoder().decode(bytes), whole) ?? COMBINED;
    const columns = columnsOf(layout);
    const skip = options.skip ?? 0;
    return {
      sniffed: { format: 'access-log', skipped: skip },
      open: (known) =>
        new AccessLogReader(layout, known?.includes(REQUEST) ? [...columns, REQUEST] : columns, columns.length, skip),
    };
  },
};

/** True where the first lines are those of an access log. */
export const looksLikeAccessLog = (head: Uint8Array): boolean =>
  layoutOf(new TextDecoder('latin1').decode(head), head.length < 4096) !== undefined;
