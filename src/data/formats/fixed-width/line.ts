/** Where one column's values stand: positions [start, end) of a line, with blanks between the columns. */
export interface Extent {
  start: number;
  end: number;
}

/** Tells whether a position holds a blank; positions beyond the line do. */
export type IsBlank = (position: number) => boolean;

/**
 * Cuts a line of `length` positions between the columns. A value may reach into the gap beside it for as long as a blank remains there;
 * false where none does, or where something stands alone in a gap. `edges` gets each column's first position and the one behind its last.
 */
export function cut(columns: readonly Extent[], length: number, isBlank: IsBlank, edges: Int32Array): boolean {
  let from = 0;
  for (let column = 0; column < columns.length; column++) {
    let left = length;
    let right = length;
    if (column + 1 < columns.length) {
      left = columns[column]!.end;
      const next = columns[column + 1]!.start;
      while (left < next && !isBlank(left)) left++;
      if (left === next) return false;
      right = next;
      while (right > left && !isBlank(right - 1)) right--;
      for (let at = left; at < right; at++) if (!isBlank(at)) return false;
    }
    let start = from;
    let end = Math.max(from, Math.min(left, length));
    while (start < end && isBlank(start)) start++;
    while (end > start && isBlank(end - 1)) end--;
    edges[2 * column] = start;
    edges[2 * column + 1] = end;
    from = right;
  }
  return true;
}

/** Characters that take two places on a screen, and two bytes in the encodings of the systems that write such files. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

export const isWide = (char: string): boolean => WIDE.test(char);

/** The characters of a line by position; a wide one takes two where `cells` are counted, the second of which is empty. */
export function placesOf(line: string, cells: boolean): string[] {
  const places: string[] = [];
  for (const char of line) {
    places.push(char);
    if (cells && isWide(char)) places.push('');
  }
  return places;
}
