const limitable = /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*(?:select|with|from|values|table)\b/i;

/** The query with a bound on its rows, where it is one that makes rows; null for anything else. */
export function bounded(sql: string, rows: number): string | null {
  const statement = sql.trim().replace(/;\s*$/, '');
  // The brackets stand on lines of their own: a comment at the end must not swallow them.
  return limitable.test(statement) ? `SELECT * FROM (\n${statement}\n) LIMIT ${rows}` : null;
}
