/** Whether two plain JSON values say the same. A field that is undefined is as good as none, as JSON would have it. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameItems(a, b);
  return sameFields(a, b);
}

const sameItems = (a: unknown[], b: unknown[]): boolean =>
  a.length === b.length && a.every((item, at) => sameValue(item, b[at]));

function sameFields(a: object, b: object): boolean {
  const [left, right] = [definedFields(a), definedFields(b)];
  return (
    left.size === right.size && [...left].every(([name, value]) => right.has(name) && sameValue(value, right.get(name)))
  );
}

const definedFields = (value: object): Map<string, unknown> =>
  new Map(Object.entries(value).filter(([, field]) => field !== undefined));
