import type { Journey } from './journeys.ts';

/** How often one state follows another: channels by number, and the three states that are none. */
export class Transitions {
  readonly channels: number;
  private readonly counts: Float64Array;
  private readonly size: number;

  constructor(channels: number) {
    this.channels = channels;
    this.size = channels + 3;
    this.counts = new Float64Array(this.size * this.size);
  }

  get start(): number {
    return this.channels;
  }

  get conversion(): number {
    return this.channels + 1;
  }

  get lost(): number {
    return this.channels + 2;
  }

  /** Counts a journey from its start to its end. */
  add({ channels, converted }: Pick<Journey, 'channels' | 'converted'>): void {
    let from = this.start;
    for (const channel of channels) {
      this.counts[from * this.size + channel]!++;
      from = channel;
    }
    this.counts[from * this.size + (converted ? this.conversion : this.lost)]!++;
  }

  probability(from: number, to: number): number {
    let sum = 0;
    for (let n = 0; n < this.size; n++) sum += this.counts[from * this.size + n]!;
    return sum === 0 ? 0 : this.counts[from * this.size + to]! / sum;
  }
}

/** Solves A x = b by elimination with row exchange; a singular column leaves its unknown 0. `a` (n × n) and `b` are used up. */
function solve(a: Float64Array[], b: Float64Array): Float64Array {
  const n = b.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(a[row]![column]!) > Math.abs(a[pivot]![column]!)) pivot = row;
    }
    [a[column], a[pivot]] = [a[pivot]!, a[column]!];
    [b[column], b[pivot]] = [b[pivot]!, b[column]!];
    const lead = a[column]![column]!;
    if (lead === 0) continue;
    for (let row = column + 1; row < n; row++) {
      const factor = a[row]![column]! / lead;
      if (factor === 0) continue;
      for (let k = column; k < n; k++) a[row]![k]! -= factor * a[column]![k]!;
      b[row]! -= factor * b[column]!;
    }
  }
  const x = new Float64Array(n);
  for (let row = n - 1; row >= 0; row--) {
    let rest = b[row]!;
    for (let k = row + 1; k < n; k++) rest -= a[row]![k]! * x[k]!;
    x[row] = a[row]![row] === 0 ? 0 : rest / a[row]![row]!;
  }
  return x;
}

/** The chance to convert from the start; what would lead to the channel `removed` is lost. */
function conversionChance(transitions: Transitions, removed = -1): number {
  const states = transitions.channels + 1;
  const a = Array.from({ length: states }, (_, from) =>
    Float64Array.from({ length: states }, (__, to) => {
      const follows = to === removed || from === removed ? 0 : transitions.probability(from, to);
      return (from === to ? 1 : 0) - follows;
    }),
  );
  const b = Float64Array.from({ length: states }, (_, from) =>
    from === removed ? 0 : transitions.probability(from, transitions.conversion),
  );
  return solve(a, b)[transitions.start]!;
}

/**
 * The removal effect of each channel, the share of conversions lost without it (Anderl et al. 2016), from the absorbing
 * chain of first order. 0 for all where nothing converts.
 */
export function removalEffects(transitions: Transitions): number[] {
  const whole = conversionChance(transitions);
  return Array.from({ length: transitions.channels }, (_, channel) =>
    whole === 0 ? 0 : Math.max(0, 1 - conversionChance(transitions, channel) / whole),
  );
}
