const tokens = /[A-Za-z_]\w*|\d+|"(?:[^"]|"")*"|'(?:[^']|'')*'|[(),[\] ]/gy;

/**
 * True for what can be the name of a DuckDB type: words, numbers, quoted names and values, lists in brackets that close.
 * Types are put into SQL as they are, so nothing that would end the cast around them may pass.
 */
export function isTypeName(text: string): boolean {
  const open: string[] = [];
  let end = 0;
  for (const { 0: token } of text.matchAll(tokens)) {
    end += token.length;
    if (token === '(' || token === '[') open.push(token);
    else if (token === ')' && open.pop() !== '(') return false;
    else if (token === ']' && open.pop() !== '[') return false;
    else if (token === ',' && open.length === 0) return false;
  }
  return /^[A-Za-z"]/.test(text) && end === text.length && open.length === 0;
}
