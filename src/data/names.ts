/**
 * The table's column names for the names in a file: trimmed; `column_3` where there is none, `name_2` where one comes again.
 * Any character is allowed but NUL, at which the engine would cut a name off: its picture ␀ stands in its place. Names that differ by case alone are told apart too, since SQL doesn't.
 */
export function columnNames(originals: readonly (string | null)[]): string[] {
  const taken = new Set<string>();
  const trimmed = originals.map(
    (original, index) => (original ?? '').replaceAll('\0', '␀').trim() || `column_${index + 1}`,
  );
  const wanted = new Set(trimmed.map((name) => name.toLowerCase()));
  // All lower numbers of a name are taken: thousands of columns may have the same one.
  const next = new Map<string, number>();
  return trimmed.map((name) => {
    const key = name.toLowerCase();
    let free = name;
    for (let number = next.get(key) ?? 2; taken.has(free.toLowerCase()); number++) {
      next.set(key, number + 1);
      const candidate = `${name}_${number}`;
      free = wanted.has(candidate.toLowerCase()) ? name : candidate;
    }
    taken.add(free.toLowerCase());
    return free;
  });
}
