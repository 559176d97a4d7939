/** Equal sequences brought together: of each different one its first holder and how many hold it. */
export interface Variants {
  /** Which variant each sequence is, in order of first appearance. */
  ids: Uint32Array;
  /** The first sequence of each variant. */
  first: number[];
  counts: number[];
}

/** FNV-1a over the codes. */
function hashOf(codes: Uint16Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let n = from; n < to; n++) {
    hash = Math.imul(hash ^ (codes[n]! & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (codes[n]! >>> 8), 0x01000193);
  }
  // The low bits choose the slot: let the high ones take part.
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Groups the sequences `codes[starts[n]] … codes[ends[n]]` (exclusive) by their contents, exactly: equal hashes are compared. Linear. */
export function variantsOf(codes: Uint16Array, starts: Uint32Array, ends: Uint32Array): Variants {
  const length = starts.length;
  const ids = new Uint32Array(length);
  const first: number[] = [];
  const counts: number[] = [];
  let size = 1024;
  while (size < 2 * length) size *= 2;
  const slots = new Int32Array(size).fill(-1);
  const isSame = (a: number, b: number): boolean => {
    const span = ends[a]! - starts[a]!;
    if (span !== ends[b]! - starts[b]!) return false;
    for (let n = 0; n < span; n++) if (codes[starts[a]! + n] !== codes[starts[b]! + n]) return false;
    return true;
  };
  for (let n = 0; n < length; n++) {
    let slot = hashOf(codes, starts[n]!, ends[n]!) & (size - 1);
    while (slots[slot]! >= 0 && !isSame(first[slots[slot]!]!, n)) slot = (slot + 1) & (size - 1);
    if (slots[slot]! < 0) {
      slots[slot] = first.length;
      first.push(n);
      counts.push(0);
    }
    ids[n] = slots[slot]!;
    counts[ids[n]!]!++;
  }
  return { ids, first, counts };
}
