import type { ChartTheme } from '../contract/view.ts';

const channels = (colour: string): number[] | null => {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim())?.[1];
  if (!hex) return null;
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  return [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16));
};

/** Two hues with a neutral middle: the palette's second for less than zero, its first for more. `value` from −1 to 1. */
export function diverging(theme: ChartTheme, value: number): string {
  const end = theme.categories[value < 0 ? 1 : 0] ?? theme.accent;
  const [from, to] = [channels(theme.line), channels(end)];
  // A colour that is not written in hexadecimal can't be mixed: it stands for its whole side.
  if (!from || !to) return end;
  const part = Math.min(1, Math.abs(value));
  return `rgb(${from.map((channel, n) => Math.round(channel + (to[n]! - channel) * part)).join(',')})`;
}
