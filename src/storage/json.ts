/** Deeper than any document, ledger or model goes, and shallow enough for every later copy, which recurses. */
const mostLevels = 1000;

/**
 * Parses JSON that anyone may have written. Throws SyntaxError for text that is none, and RangeError where it nests deeper
 * than 1,000 levels. A key `__proto__` is left out: a copy by assignment would take it for the prototype.
 */
export function parseUntrusted(text: string): unknown {
  const value: unknown = JSON.parse(text);
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > mostLevels) throw new RangeError(`more than ${mostLevels} levels`);
    level = level.flatMap(childrenOf);
  }
  return value;
}

function childrenOf(value: unknown): unknown[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.filter(isContainer);
  if (Object.hasOwn(value, '__proto__')) delete (value as Record<string, unknown>)['__proto__'];
  return Object.values(value).filter(isContainer);
}

const isContainer = (value: unknown): boolean => value !== null && typeof value === 'object';
