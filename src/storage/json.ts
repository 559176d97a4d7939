/** Deeper than any document, ledger or model goes, and shallow enough for every later copy, which recurses. */
const mostLevels = 1000;

const quote = 0x22;
const backslash = 0x5c;

/**
 * Parses JSON that anyone may have written. Throws SyntaxError for text that is none, and RangeError where it nests deeper
 * than 1,000 levels. A key `__proto__` is left out: a copy by assignment would take it for the prototype.
 */
export function parseUntrusted(text: string): unknown {
  checkLevels(text);
  const value: unknown = JSON.parse(text);
  let level = [value];
  while (level.length > 0) level = level.flatMap(childrenOf);
  return value;
}

/** Before it is parsed: the engine takes seconds for a million levels. */
function checkLevels(text: string): void {
  let levels = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === 0x5b || code === 0x7b) levels++;
    else if (code === 0x5d || code === 0x7d) levels--;
    if (levels > mostLevels) throw new RangeError(`more than ${mostLevels} levels`);
  }
}

/** Where the string that begins at `start` has its closing quote: the next one behind an even number of backslashes. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = at;
    while (text.charCodeAt(escapes - 1) === backslash) escapes--;
    if ((at - escapes) % 2 === 0) return at;
  }
  return text.length;
}

function childrenOf(value: unknown): unknown[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.filter(isContainer);
  if (Object.hasOwn(value, '__proto__')) delete (value as Record<string, unknown>)['__proto__'];
  return Object.values(value).filter(isContainer);
}

const isContainer = (value: unknown): boolean => value !== null && typeof value === 'object';
