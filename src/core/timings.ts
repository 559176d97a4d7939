/** The property by which a result tells how long it took: no part of the answer. */
export const TIMING = 'seconds';

/** A result without what only tells how long it took, at any depth. */
export function withoutTimings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimings);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (key === TIMING ? [] : [[key, withoutTimings(part)]])),
  );
}
