import type { Journey } from './journeys.ts';
import type { AttributionResult } from './result.ts';

/** So many touches of a journey are shown, the last ones; so many different journeys are told apart. */
const TOUCHES = 8;
const MOST_PATHS = 200_000;
const SHOWN = 10;

interface Tally {
  channels: number[];
  cut: boolean;
  conversions: number;
  lost: number;
  value: number;
}

/** Counts journeys by their channels. Beyond the most that are told apart, new ones are left out: the common come early. */
export class Paths {
  private readonly tallies = new Map<string, Tally>();

  add({ channels, converted, value }: Journey): void {
    const shown = channels.slice(-TOUCHES);
    const cut = shown.length < channels.length;
    const key = `${cut ? '…' : ''}${shown.join()}`;
    let tally = this.tallies.get(key);
    if (!tally) {
      if (this.tallies.size >= MOST_PATHS) return;
      tally = { channels: shown, cut, conversions: 0, lost: 0, value: 0 };
      this.tallies.set(key, tally);
    }
    if (converted) tally.conversions++;
    else tally.lost++;
    tally.value += value;
  }

  /** Those with most conversions. */
  top(names: readonly string[]): AttributionResult['paths'] {
    return [...this.tallies.values()]
      .sort((a, b) => b.conversions - a.conversions || b.lost - a.lost)
      .slice(0, SHOWN)
      .map((tally) => ({ ...tally, channels: tally.channels.map((channel) => names[channel] ?? null) }));
  }
}
