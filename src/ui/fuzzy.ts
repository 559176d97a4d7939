/**
 * How well `query` fits `text` as a subsequence, ignoring case; higher is better, `null` is not at all.
 * Signs that stand together or begin a word count more.
 */
export function fuzzyScore(query: string, text: string): number | null {
  const wanted = [...query.toLowerCase().replaceAll(' ', '')];
  const signs = [...text.toLowerCase()];
  let score = 0;
  let at = -1;
  for (const sign of wanted) {
    const next = signs.indexOf(sign, at + 1);
    if (next === -1) return null;
    if (next === at + 1) score += 3;
    if (next === 0 || /[\s\-_/]/.test(signs[next - 1] ?? '')) score += 2;
    score -= (next - at - 1) * 0.1;
    at = next;
  }
  return score - signs.length * 0.01;
}

/** The items that fit, best first; all of them, in their order, for an empty query. */
export function fuzzyFilter<T>(query: string, items: readonly T[], text: (item: T) => string): T[] {
  if (!query.trim()) return [...items];
  return items
    .map((item) => ({ item, score: fuzzyScore(query, text(item)) }))
    .filter((entry): entry is { item: T; score: number } => entry.score !== null)
    .sort((a, b) => b.score - a.score)
    .map((entry) => entry.item);
}
