/** One way to look at aggregated cells: the code of each cell, below `size`. */
export interface Facet {
  codes: ArrayLike<number>;
  size: number;
}

/** Which codes of a facet are chosen (1); null where none is, and all count. */
export type Selection = Uint8Array | null;

/**
 * Counts the cells by each facet under the selections of all others, as one sees them when one chart filters the rest; and
 * what passes them all. One pass over the cells: they are aggregated before, so that it takes less than a frame.
 */
export function crossFilter(
  facets: readonly Facet[],
  weights: ArrayLike<number>,
  selections: readonly Selection[],
): { counts: Float64Array[]; total: number } {
  const counts = facets.map(({ size }) => new Float64Array(size));
  const chosen = facets
    .map(({ codes }, facet) => ({ codes, facet, selection: selections[facet] ?? null }))
    .filter(
      (each): each is { codes: ArrayLike<number>; facet: number; selection: Uint8Array } => each.selection !== null,
    );
  let total = 0;
  for (let cell = 0; cell < weights.length; cell++) {
    // What one facet alone keeps out still shows in that facet; what two keep out shows nowhere.
    let outside = -1;
    let outsiders = 0;
    for (const { codes, facet, selection } of chosen) {
      if (selection[codes[cell]!]) continue;
      outside = facet;
      if (++outsiders > 1) break;
    }
    if (outsiders > 1) continue;
    const weight = weights[cell]!;
    if (outsiders === 1) {
      const code = facets[outside]!.codes[cell]!;
      counts[outside]![code]! += weight;
      continue;
    }
    total += weight;
    for (let facet = 0; facet < facets.length; facet++) {
      const code = facets[facet]!.codes[cell]!;
      counts[facet]![code]! += weight;
    }
  }
  return { counts, total };
}
