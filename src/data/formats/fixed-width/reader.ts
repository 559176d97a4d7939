import type { LineOutcome } from '../line-reader.ts';
import { LineReader } from '../line-reader.ts';
import type { FixedLayout } from './layout.ts';
import { cut, isWide } from './line.ts';

const SPACE = 32;
const RULES = new Set([...' -=_+'].map((char) => char.charCodeAt(0)));
const CROSSES_COLUMNS = 'crosses-columns';

/** Cuts lines at the positions where their columns are apart. Blanks around a value are the format's, and no part of it. */
export class FixedWidthReader extends LineReader {
  private readonly edges: Int32Array;
  /** Of a line beyond ASCII: the byte at which each position begins. */
  private places = new Int32Array(256);
  private placed = 0;

  constructor(private readonly layout: FixedLayout) {
    super(layout.names);
    this.edges = new Int32Array(layout.columns.length * 2);
  }

  protected override readLine(
    bytes: Uint8Array,
    start: number,
    end: number,
    { starts, ends, base }: { starts: Int32Array; ends: Int32Array; base: number },
  ): LineOutcome {
    const { columns, skip, headerLines } = this.layout;
    if (this.line <= skip) return 'skip';
    if (this.line <= skip + headerLines) return 'none';
    const kind = kindOf(bytes, start, end);
    if (kind !== 'data' && kind !== 'beyond-ascii') return kind;
    const { edges } = this;
    if (kind === 'data') {
      const isBlank = (at: number): boolean => start + at >= end || bytes[start + at]! <= SPACE;
      if (!cut(columns, end - start, isBlank, edges)) return CROSSES_COLUMNS;
    } else {
      this.place(bytes, start, end);
      const isBlank = (at: number): boolean => at >= this.placed || bytes[this.places[at]!]! <= SPACE;
      if (!cut(columns, this.placed, isBlank, edges)) return CROSSES_COLUMNS;
    }
    for (let column = 0; column < columns.length; column++) {
      const from = edges[2 * column]!;
      const to = edges[2 * column + 1]!;
      if (from === to) continue;
      starts[base + column] = kind === 'data' ? start + from : this.places[from]!;
      ends[base + column] = kind === 'data' ? start + to : this.places[to]!;
    }
    return 'row';
  }

  private place(bytes: Uint8Array, start: number, end: number): void {
    this.placed = 0;
    if (this.places.length <= end - start) this.places = new Int32Array(2 * (end - start) + 1);
    for (let at = start; at < end;) {
      const lead = bytes[at]!;
      const size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      this.places[this.placed++] = at;
      if (this.layout.cells && size > 2 && isWide(charOf(bytes, at, size))) this.places[this.placed++] = at;
      at += size;
    }
    this.places[this.placed] = end;
  }
}

function charOf(bytes: Uint8Array, at: number, size: number): string {
  let point = bytes[at]! & (0xff >> (size + 1));
  for (let i = 1; i < size; i++) point = (point << 6) | (bytes[at + i]! & 0x3f);
  return String.fromCodePoint(point);
}

/** Blank lines are no records; lines that only rule off are passed over. */
function kindOf(bytes: Uint8Array, start: number, end: number): 'none' | 'skip' | 'data' | 'beyond-ascii' {
  let seen = 0;
  let rules = 0;
  let high = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    high |= byte;
    if (byte <= SPACE) continue;
    seen++;
    if (RULES.has(byte)) rules++;
  }
  if (seen === 0) return 'none';
  // A lone dash may be a value.
  if (rules === seen && seen > 3) return 'skip';
  return high > 127 ? 'beyond-ascii' : 'data';
}
