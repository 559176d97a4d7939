import { AppError } from '../../src/core/errors.ts';
import type { ErrorValues } from '../../src/core/errors.ts';

interface EngineError {
  exception_type: string;
  exception_message: string;
  position?: string;
}

const codes: Record<string, string> = {
  Parser: 'sql.parse',
  Syntax: 'sql.parse',
  Binder: 'sql.bind',
  Catalog: 'sql.catalog',
  'Out of Memory': 'sql.memory',
  Conversion: 'sql.conversion',
  'Out of Range': 'sql.conversion',
  Permission: 'sql.forbidden',
};

/** Turns whatever the bindings threw into an AppError: `sql.*` with the engine's words and place, or `engine.broken`. */
export function databaseError(thrown: unknown, sql: string): AppError {
  if (thrown instanceof AppError) return thrown;
  if (isBroken(thrown)) return new AppError('engine.broken', { message: String(thrown) }, { cause: thrown });
  const error = parseError((thrown as Error).message);
  const values: ErrorValues = { message: error.exception_message };
  if (error.position !== undefined) Object.assign(values, placeOf(sql, Number(error.position)));
  return new AppError(codes[error.exception_type] ?? 'sql.other', values);
}

/** After a wasm trap the engine's memory can't be trusted. The bindings report DuckDB's own errors as plain `Error`s. */
export const isBroken = (thrown: unknown): boolean =>
  !(thrown instanceof Error) || Object.getPrototypeOf(thrown) !== Error.prototype;

/** The message is JSON (`errors_as_json`), and a parser error holds the same JSON once more. */
function parseError(text: string): EngineError {
  const parsed = tryJson(text);
  if (!parsed) return plainError(text);
  return tryJson(parsed.exception_message) ?? parsed;
}

function tryJson(text: string): EngineError | null {
  if (!text.startsWith('{"exception_type"')) return null;
  try {
    return JSON.parse(text) as EngineError;
  } catch {
    return null;
  }
}

/** A few errors come as words, `Binder Error: …`, the bindings' own without a kind. */
function plainError(text: string): EngineError {
  const match = /^([A-Z][A-Za-z ]+) Error: (.*)$/s.exec(text);
  return { exception_type: match?.[1] ?? '', exception_message: match?.[2] ?? text };
}

/** The engine counts bytes; people count characters, lines and columns (the latter two from 1). */
function placeOf(sql: string, byte: number): ErrorValues {
  const before = new TextDecoder().decode(new TextEncoder().encode(sql).subarray(0, byte));
  const lines = before.split('\n');
  return { position: before.length, line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
