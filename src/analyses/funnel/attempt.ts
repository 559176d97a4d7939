import type { Rules } from './rules.ts';
import { FIRST_EXCLUSION_BIT } from './codes.ts';
import type { Stream } from './stream.ts';

/** One attempt, as a walk finds it; the same object is handed out again and again. */
export class Attempt {
  /** The event of the stream that began it. */
  entry = -1;
  /** How many of the required steps it reached. */
  depth = 0;
  /** For each step the event that it took, or -1. */
  readonly taken: Int32Array;
  /** The optional steps among them, as bits. */
  extra = 0;
  /** From the entry to the last required step (µs); -1 where it did not reach it, and without an order of the steps. */
  took = -1;
  /** From the entry to the event that drops the user (µs); infinite where there is none. */
  dropped = Infinity;

  constructor(steps: number) {
    this.taken = new Int32Array(steps);
  }

  begin(entry: number): void {
    this.entry = entry;
    this.depth = 0;
    this.extra = 0;
    this.took = -1;
    this.dropped = Infinity;
    // A loop, as fill and set cost more than a few steps do.
    for (let step = 0; step < this.taken.length; step++) this.taken[step] = -1;
  }

  copy(other: Attempt): void {
    this.entry = other.entry;
    this.depth = other.depth;
    this.extra = other.extra;
    this.took = other.took;
    this.dropped = other.dropped;
    for (let step = 0; step < this.taken.length; step++) this.taken[step] = other.taken[step]!;
  }
}

export type Visit = (attempt: Attempt) => void;

/**
 * Finds the attempts in one part of a stream, in order of their entries: all of them, or the one that begins at `only`.
 * Without an order of the steps it finds the best window alone.
 */
export type Walk = (stream: Stream, from: number, to: number, only: number, visit: Visit) => void;

/** The bits of an event's mask that are steps. */
const FIRST_STEP = 1;

/** Calls with each event that begins an attempt. */
export function eachEntry({ masks }: Stream, from: number, to: number, only: number, begin: (n: number) => void): void {
  if (only >= 0) {
    if (only >= from && only < to) begin(only);
    return;
  }
  for (let n = from; n < to; n++) if (masks[n]! & FIRST_STEP) begin(n);
}

/** All bits that an attempt asks for. */
export const wantedBits = ({ steps, excluded }: Rules): number =>
  ((1 << Math.min(steps, FIRST_EXCLUSION_BIT)) - 1) | excluded;
