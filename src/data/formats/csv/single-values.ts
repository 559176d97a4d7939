/** Signs that stand inside addresses, paths and times. */
const INNER_SIGNS = new Set(['@', '/', ':', '::', '&', '=', '#', '%', '~', '!', '$', '*', ' ']);
/** A few lines of a list may be spoilt. */
const SINGLE_SHARE = 0.95;
const LEAST_LINES = 2;

const SINGLE_VALUES = [
  // Mail addresses, with or without a name before them.
  /^(?:[^<>@]*<)?[^\s@<>,;|]+@[^\s@<>,;|]+\.[^\s@<>,;|]+>?[;,]?$/,
  // URLs.
  /^[a-z][a-z\d+.-]*:\/\/[^\s,;|]+$/i,
  // Dates with a time of day, and times alone.
  /^(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ])?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]m)?(?: ?(?:Z|UTC|[-+]\d{2}:?\d{2}))?$/i,
  // Dates alone.
  /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}$/,
  // Paths from a root, and Windows' own.
  /^(?:~|\.{1,2}|[a-z]:)?(?:[\\/][^\\/\s,;|:]+)+[\\/]?$/i,
  // Paths of files that have an extension.
  /^[\w.-]+(?:\/[\w.-]+)*\/[\w-]+\.\w{1,8}$/,
];

/**
 * True if a sample is a list of addresses, URLs, paths or times, one to a line, so that signs inside them divide nothing; unless the
 * first line has the sign as often without being such a value itself, as a header of as many names has.
 */
export function isListOfSingleValues(lines: readonly string[]): boolean {
  if (lines.length < LEAST_LINES) return false;
  const body = lines.slice(1).map((line) => line.trim());
  return SINGLE_VALUES.some((form) => body.filter((line) => form.test(line)).length >= SINGLE_SHARE * body.length);
}

/** True if this sign, in a list of single values, is part of them. */
export function isInner(sign: string, lines: readonly string[]): boolean {
  if (!INNER_SIGNS.has(sign)) return false;
  const first = lines[0]!.trim();
  if (SINGLE_VALUES.some((form) => form.test(first))) return true;
  return first.split(sign).length !== lines[1]!.trim().split(sign).length;
}
