import type { Cases } from '../../core/paths.ts';

export interface Found {
  codes: number[];
  /** Cases that have it. */
  support: number;
  /** Users who have it in one of their cases: all, and those of the first and the second group. */
  users: [number, number, number];
}

export interface Search {
  minSupport: number;
  minLength: number;
  maxLength: number;
  gaps: 'any' | 'none';
  most: number;
}

export interface Mined {
  found: Found[];
  ended: 'all' | 'most' | 'work';
  /** The support down to which every pattern is known. */
  complete: number;
}

/** Events that the search may look at, a few seconds' worth. */
const WORK = 600_000_000;

/** Patterns that wait for their turn, the one with the most support on top; among equals the first found. */
class Waiting {
  private readonly heap: (Found & { order: number })[] = [];
  private order = 0;

  get top(): Found | undefined {
    return this.heap[0];
  }

  push(found: Found): void {
    const { heap } = this;
    let at = heap.push({ ...found, order: this.order++ }) - 1;
    for (let above = (at - 1) >> 1; at > 0 && this.isBefore(at, above); above = (at - 1) >> 1) {
      this.swap(at, above);
      at = above;
    }
  }

  pop(): Found | undefined {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const below of [2 * at + 1, 2 * at + 2])
        if (below < heap.length && this.isBefore(below, least)) least = below;
      if (least === at) return first;
      this.swap(at, least);
      at = least;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [x, y] = [this.heap[a]!, this.heap[b]!];
    return x.support > y.support || (x.support === y.support && x.order < y.order);
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b]!, this.heap[a]!];
  }
}

/** The place after a pattern's earliest end in a stretch, events lying between as they may; -1 where it isn't there. */
export function endOf(codes: readonly number[], events: Uint16Array, from: number, to: number): number {
  let wanted = 0;
  for (let at = from; at < to; at++) {
    if (wanted === codes.length) return at;
    if (events[at] === codes[wanted]) wanted++;
  }
  return wanted === codes.length ? to : -1;
}

/** Whether a pattern's events stand there one directly after another, from a place on. */
function standsAt(codes: readonly number[], events: Uint16Array, at: number, to: number): boolean {
  if (at + codes.length > to) return false;
  for (let n = 0; n < codes.length; n++) if (events[at + n] !== codes[n]) return false;
  return true;
}

/** Whether a case has a pattern. */
export function hasPattern(
  codes: readonly number[],
  gaps: Search['gaps'],
  events: Uint16Array,
  from: number,
  to: number,
): boolean {
  if (gaps === 'any') return endOf(codes, events, from, to) >= 0;
  for (let at = from; at + codes.length <= to; at++) if (standsAt(codes, events, at, to)) return true;
  return false;
}

/** What goes on from a pattern, by event: cases, users, and users of each group. */
interface Extensions {
  cases: Uint32Array;
  users: [Uint32Array, Uint32Array, Uint32Array];
}

/** Counts an event once for each case and user; cases of one user stand together. */
function counter(
  { owners }: Cases,
  nodes: number,
  groupOf: Int8Array,
): Extensions & { note(code: number, n: number): void } {
  const make = () => new Uint32Array(nodes);
  const [cases, all, first, second] = [make(), make(), make(), make()];
  const seenCase = new Int32Array(nodes).fill(-1);
  const seenUser = new Int32Array(nodes).fill(-1);
  const note = (code: number, n: number): void => {
    if (seenCase[code] === n) return;
    seenCase[code] = n;
    cases[code]!++;
    const owner = owners[n]!;
    if (seenUser[code] === owner) return;
    seenUser[code] = owner;
    all[code]!++;
    if (groupOf[owner] === 0) first[code]!++;
    else if (groupOf[owner] === 1) second[code]!++;
  };
  return { cases, users: [all, first, second], note };
}

/** What goes on from a pattern: after its earliest end in a case, or directly after any place where it stands. One pass. */
function extensions(
  codes: readonly number[],
  gaps: Search['gaps'],
  cases: Cases,
  nodes: number,
  groupOf: Int8Array,
): Extensions {
  const { events, offsets, count } = cases;
  const counted = counter(cases, nodes, groupOf);
  for (let n = 0; n < count; n++) {
    const to = offsets[n + 1]!;
    if (gaps === 'any') {
      const end = endOf(codes, events, offsets[n]!, to);
      if (end >= 0) for (let at = end; at < to; at++) counted.note(events[at]!, n);
    } else {
      for (let at = offsets[n]!; at + codes.length < to; at++)
        if (standsAt(codes, events, at, to)) counted.note(events[at + codes.length]!, n);
    }
  }
  return counted;
}

/**
 * Frequent subsequences, the commonest first: no pattern is commoner than what it begins with, so taking up the commonest prefix each
 * time finds them in order of support, and the list is whole down to where the search ends (prefix growth as in PrefixSpan,
 * Pei et al. 2001; best first as in TKS, Fournier-Viger et al. 2013).
 */
export async function mine(
  cases: Cases,
  nodes: number,
  /** By user code: 0 the first group, 1 the second. */
  groupOf: Int8Array,
  search: Search,
  step: (done: number) => Promise<void>,
): Promise<Mined> {
  const waiting = new Waiting();
  const found: Found[] = [];
  let work = 0;
  const extend = (codes: number[]) => {
    const { cases: supports, users } = extensions(codes, search.gaps, cases, nodes, groupOf);
    work += cases.events.length;
    supports.forEach((support, code) => {
      if (support === 0 || support < search.minSupport) return;
      const by = users.map((counts) => counts[code]!) as Found['users'];
      waiting.push({ codes: [...codes, code], support, users: by });
    });
  };
  extend([]);
  while (waiting.top) {
    if (found.length === search.most) return { found, ended: 'most', complete: waiting.top.support + 1 };
    if (work > WORK) return { found, ended: 'work', complete: waiting.top.support + 1 };
    const next = waiting.pop()!;
    await step(Math.max(found.length / search.most, work / WORK));
    if (next.codes.length >= search.minLength) found.push(next);
    if (next.codes.length < search.maxLength) extend(next.codes);
  }
  return { found, ended: 'all', complete: search.minSupport };
}
