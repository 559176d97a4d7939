import type { LineOutcome } from '../line-reader.ts';
import { LineReader } from '../line-reader.ts';
import type { LogLayout } from './layout.ts';
import { REQUEST } from './layout.ts';
import { readLogTime, writeIso } from './time.ts';

const SPACE = 32;
const QUOTE = 34;
const DASH = 45;
const OPEN = 91;
const CLOSE = 93;
const BACKSLASH = 92;
const NOT_A_LOG_LINE = 'not-a-log-line';

interface Cells {
  starts: Int32Array;
  ends: Int32Array;
  base: number;
}

/** Reads the lines of an access log by one scan over their bytes. A dash that stands for nothing is null. */
export class AccessLogReader extends LineReader {
  // The field under way; members, since a log has a dozen of them for each of millions of lines.
  private from = 0;
  private to = 0;
  private escaped = false;
  /** Cells with escaped characters: halved once the line is known to be good. */
  private readonly escapedCells: number[] = [];

  constructor(
    private readonly layout: LogLayout,
    columns: readonly (string | null)[],
    private readonly plain: number,
    private readonly skip: number,
  ) {
    super(columns);
  }

  protected override widened(): readonly (string | null)[] {
    return [...this.columns, REQUEST];
  }

  protected override readLine(bytes: Uint8Array, start: number, end: number, cells: Cells): LineOutcome {
    if (this.skipped < this.skip) return 'skip';
    if (isBlank(bytes, start, end)) return 'none';
    this.escapedCells.length = 0;
    const { before, combined, extra } = this.layout;
    let cell = cells.base;
    let at = start;
    for (let field = 0; field < before; field++) {
      at = this.bare(bytes, at, end);
      if (at < 0) return NOT_A_LOG_LINE;
      this.keep(bytes, cells, cell++);
    }
    if (bytes[at] !== OPEN) return NOT_A_LOG_LINE;
    const timeAt = at + 1;
    const timeEnd = bytes.indexOf(CLOSE, timeAt);
    if (timeEnd < 0 || timeEnd >= end || !readLogTime(bytes, timeAt, timeEnd)) return NOT_A_LOG_LINE;
    const timeCell = cell++;
    at = this.quoted(bytes, skipOne(bytes, timeEnd + 1, end), end);
    if (at < 0) return NOT_A_LOG_LINE;
    if (!this.request(bytes, cells, cell)) {
      if (this.columns.length === this.plain) return 'widen';
      this.keep(bytes, cells, cells.base + this.plain);
    }
    cell += 3;
    at = this.bare(bytes, at, end);
    if (at < 0 || !isNumber(bytes, this.from, this.to)) return NOT_A_LOG_LINE;
    this.keep(bytes, cells, cell++);
    at = this.bare(bytes, at, end);
    if (at < 0 || !isNumber(bytes, this.from, this.to)) return NOT_A_LOG_LINE;
    this.keep(bytes, cells, cell++);
    for (let field = combined ? 0 : 2; field < 2; field++) {
      at = this.quoted(bytes, at, end);
      if (at < 0) return NOT_A_LOG_LINE;
      this.keep(bytes, cells, cell++);
    }
    for (let field = 0; field < extra; field++) {
      at = this.any(bytes, at, end);
      if (at < 0) return NOT_A_LOG_LINE;
      this.keep(bytes, cells, cell++);
    }
    if (!isBlank(bytes, at, end)) return NOT_A_LOG_LINE;
    this.settle(bytes, cells, timeCell, timeAt);
    return 'row';
  }

  /** A field up to the next blank; -1 where there is none. */
  private bare(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end && bytes[at] !== SPACE) at++;
    this.from = start;
    this.to = at;
    this.escaped = false;
    return at === start ? -1 : skipOne(bytes, at, end);
  }

  /** A field in quotes, in which a backslash takes away the next character's meaning. */
  private quoted(bytes: Uint8Array, start: number, end: number): number {
    if (start < 0 || start >= end || bytes[start] !== QUOTE) return -1;
    this.escaped = false;
    let at = start + 1;
    while (at < end && bytes[at] !== QUOTE) {
      if (bytes[at] === BACKSLASH) {
        this.escaped = true;
        at++;
      }
      at++;
    }
    if (at >= end) return -1;
    this.from = start + 1;
    this.to = at;
    return skipOne(bytes, at + 1, end);
  }

  private any(bytes: Uint8Array, start: number, end: number): number {
    if (bytes[start] === QUOTE) return this.quoted(bytes, start, end);
    if (bytes[start] !== OPEN) return this.bare(bytes, start, end);
    const close = bytes.indexOf(CLOSE, start);
    if (close < 0 || close >= end) return -1;
    this.from = start + 1;
    this.to = close;
    this.escaped = false;
    return skipOne(bytes, close + 1, end);
  }

  /** `GET /page HTTP/1.1` into three cells; false where it isn't three words. No request at all leaves them empty. */
  private request(bytes: Uint8Array, { starts, ends }: Cells, cell: number): boolean {
    const first = bytes.indexOf(SPACE, this.from);
    if (this.from === this.to || this.isDash(bytes)) return true;
    if (first <= this.from || first >= this.to) return false;
    const second = bytes.indexOf(SPACE, first + 1);
    if (second <= first + 1 || second >= this.to - 1) return false;
    const third = bytes.indexOf(SPACE, second + 1);
    if (third >= 0 && third < this.to) return false;
    starts[cell] = this.from;
    ends[cell] = first;
    this.escapedAt(cell + 1);
    starts[cell + 1] = first + 1;
    ends[cell + 1] = second;
    starts[cell + 2] = second + 1;
    ends[cell + 2] = this.to;
    return true;
  }

  private isDash(bytes: Uint8Array): boolean {
    return this.to - this.from === 1 && bytes[this.from] === DASH;
  }

  private escapedAt(cell: number): void {
    if (this.escaped) this.escapedCells.push(cell);
  }

  /** Notes the field under way in a cell; a lone dash is no value. */
  private keep(bytes: Uint8Array, { starts, ends }: Cells, cell: number): void {
    if (this.isDash(bytes)) return;
    this.escapedAt(cell);
    starts[cell] = this.from;
    ends[cell] = this.to;
  }

  /** The line is good: its time is written over in a form that can be typed, and escaped quotes become plain. */
  private settle(bytes: Uint8Array, { starts, ends }: Cells, timeCell: number, timeAt: number): void {
    starts[timeCell] = timeAt;
    ends[timeCell] = writeIso(bytes, timeAt);
    for (const cell of this.escapedCells) ends[cell] = unescape(bytes, starts[cell]!, ends[cell]!);
  }
}

/** Takes the backslashes before quotes and backslashes away, in place; `\x22` and the like stay as they are. Answers the new end. */
function unescape(bytes: Uint8Array, start: number, end: number): number {
  let to = start;
  for (let from = start; from < end; from++) {
    const next = bytes[from + 1];
    if (bytes[from] === BACKSLASH && from + 1 < end && (next === QUOTE || next === BACKSLASH)) from++;
    bytes[to++] = bytes[from]!;
  }
  return to;
}

const skipOne = (bytes: Uint8Array, at: number, end: number): number => (at < end && bytes[at] === SPACE ? at + 1 : at);

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! > SPACE) return false;
  return true;
}

function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start === 1 && bytes[start] === DASH) return true;
  for (let at = start; at < end; at++) if ((bytes[at]! - 48) >>> 0 > 9) return false;
  return end > start;
}
