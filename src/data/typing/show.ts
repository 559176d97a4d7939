const DAY_MS = 86_400_000;

/** A day since 1970 as `2024-03-05`. */
export const isoDay = (days: number): string => new Date(days * DAY_MS).toISOString().slice(0, 10);

/** Microseconds since 1970 as `2024-03-05T12:30:00Z`, with a fraction where there is one. */
export function isoTime(micros: bigint): string {
  const within = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - within) / 1000n)).toISOString().slice(0, 19);
  const fraction = within === 0n ? '' : `.${String(within).padStart(6, '0').replace(/0+$/, '')}`;
  return `${seconds}${fraction}Z`;
}
