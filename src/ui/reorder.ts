/** The list with one of its values at another place. */
export function reorder<T>(values: readonly T[], from: number, to: number): T[] {
  const moved = [...values];
  moved.splice(to, 0, ...moved.splice(from, 1));
  return moved;
}
