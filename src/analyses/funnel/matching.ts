/** The bits of a mask, lowest first. */
export function bitsOf(mask: number): number[] {
  const bits: number[] = [];
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits.push(31 - Math.clz32(rest & -rest));
  return bits;
}

/** Finds a free step for one more event of a kind, moving others aside where that helps. */
function augment(
  kind: number,
  steps: readonly (readonly number[])[],
  takenBy: Int32Array,
  tried: Set<number>,
): boolean {
  for (const step of steps[kind]!) {
    if (tried.has(step)) continue;
    tried.add(step);
    if (takenBy[step]! >= 0 && !augment(takenBy[step]!, steps, takenBy, tried)) continue;
    takenBy[step] = kind;
    return true;
  }
  return false;
}

/**
 * The most steps that events can take, one each: `steps[k]` are those that an event of kind k fits, `held[k]` says how
 * many of it there are. Augmenting paths (Kuhn 1955).
 */
export function mostSteps(steps: readonly (readonly number[])[], held: ArrayLike<number>, places: number): number {
  const takenBy = new Int32Array(places).fill(-1);
  let matched = 0;
  steps.forEach((own, kind) => {
    const wanted = Math.min(held[kind]!, own.length);
    for (let n = 0; n < wanted && augment(kind, steps, takenBy, new Set()); n++) matched++;
  });
  return matched;
}
