import { AppError } from '../../core/errors.ts';

/** What a user's statement does: reads only, or changes tables, so that it must be remembered. */
export type StatementKind = 'read' | 'change';

const reads = new Set('SELECT FROM VALUES TABLE DESCRIBE DESC SHOW SUMMARIZE EXPLAIN PIVOT UNPIVOT'.split(' '));
const changes = new Set('CREATE DROP ALTER INSERT UPDATE DELETE TRUNCATE MERGE COMMENT'.split(' '));

/** Strings (with escapes after an E), quoted names, dollar strings, comments; then words, semicolons and brackets. */
const token =
  /\b[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|\$(\w*)\$[\s\S]*?(?:\$\1\$|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|[;()]/g;

interface Outline {
  /** The bare words outside brackets, in capitals. */
  words: string[];
  statements: number;
}

function outline(sql: string): Outline {
  const words: string[] = [];
  let [depth, statements, open] = [0, 0, false];
  for (const [text] of sql.matchAll(token)) {
    if (text.startsWith('--') || text.startsWith('/*')) continue;
    if (text === ';') {
      open = false;
      continue;
    }
    if (!open) statements++;
    // A statement that opens with a bracket is a query in brackets.
    if (!open && text === '(') words.push('SELECT');
    open = true;
    if (text === '(') depth++;
    else if (text === ')') depth--;
    else if (depth === 0 && /^[A-Za-z_]/.test(text)) words.push(text.toUpperCase());
  }
  return { words, statements };
}

/** True where the text holds a semicolon of its own, outside strings, names and comments: more than an expression. */
export const hasSemicolon = (sql: string): boolean => [...sql.matchAll(token)].some(([text]) => text === ';');

/**
 * Says what a statement does. Throws `sql.several` for more than one statement, and `sql.not-offered` for what would change
 * the session instead of the data (SET, ATTACH, BEGIN …): it could not be brought back after a restart. Throws `sql.not-kept` for
 * what no project holds.
 */
export function statementKind(sql: string): StatementKind {
  const { words, statements } = outline(sql);
  if (statements > 1) throw new AppError('sql.several', { count: statements });
  const verb = mainVerb(words);
  if (verb === undefined || reads.has(verb)) return 'read';
  if (verb === 'CREATE') checkKept(words);
  if (changes.has(verb)) return 'change';
  throw new AppError('sql.not-offered', { statement: verb });
}

const notKept = new Set('SCHEMA SEQUENCE TYPE SECRET TEMP TEMPORARY LOCAL GLOBAL PERSISTENT'.split(' '));

/** True for a statement that makes or drops a macro, which DuckDB's catalogue tells of only in part. */
export function isAboutMacro(sql: string): boolean {
  const [verb, ...rest] = outline(sql).words;
  const what = rest[0] === 'OR' && rest[1] === 'REPLACE' ? rest[2] : rest[0];
  return (verb === 'CREATE' || verb === 'DROP') && (what === 'MACRO' || what === 'FUNCTION');
}

const created =
  /^\s*CREATE\s+(?:OR\s+REPLACE\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:main\s*\.\s*)?(?:"((?:[^"]|"")+)"|([^\s("]+))/i;

/** The table that a statement makes; null for any other statement. */
export function tableMade(sql: string): string | null {
  const found = created.exec(sql);
  return found ? (found[2] ?? found[1]!.replaceAll('""', '"')) : null;
}

function checkKept(words: readonly string[]): void {
  const [, first, second, third] = words;
  const what = first === 'OR' && second === 'REPLACE' ? third : first;
  if (what && notKept.has(what)) throw new AppError('sql.not-kept', { what });
}

/** WITH and EXPLAIN ANALYZE come before the verb; EXPLAIN alone runs nothing. */
function mainVerb(words: string[]): string | undefined {
  const [first, second] = words;
  if (first === 'EXPLAIN') return second === 'ANALYZE' ? mainVerb(words.slice(2)) : 'EXPLAIN';
  if (first === 'WITH') return words.find((word) => reads.has(word) || changes.has(word)) ?? 'SELECT';
  return first;
}
