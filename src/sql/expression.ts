/** Strings, quoted names and comments as a whole; then words, semicolons and brackets. */
const TOKEN =
  /[eE]'(?:[^'\\]|\\[\s\S]|'')*('?)|'(?:[^']|'')*('?)|"(?:[^"]|"")*("?)|\$(\w*)\$[\s\S]*?(?:\$\4\$|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[A-Za-z_]\w*|[;()]/g;

const isOpen = (match: RegExpMatchArray): boolean =>
  [match[1], match[2], match[3]].includes('') || (match[0].startsWith('/*') && !match[0].endsWith('*/'));

/** What keeps a user's text from being one SQL expression within brackets: `;`, a bracket or quote too many; null if nothing. */
export function expressionFault(sql: string): string | null {
  let depth = 0;
  for (const match of sql.matchAll(TOKEN)) {
    const [token] = match;
    if (token === ';' || isOpen(match)) return token.slice(0, 1);
    if (token === '(') depth++;
    else if (token === ')' && --depth < 0) return token;
  }
  return depth > 0 ? '(' : null;
}

/** True where the expression looks at other rows by a window, so that the engine may lose the order of the rows. */
export const hasWindow = (sql: string): boolean =>
  [...sql.matchAll(TOKEN)].some(([token]) => token.toUpperCase() === 'OVER');

/** In brackets, on a line of its own, so that a comment at its end can't swallow what follows. */
export const enclosed = (sql: string): string => `(${sql}\n)`;
