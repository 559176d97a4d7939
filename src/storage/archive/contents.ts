import * as v from 'valibot';
import { countArrowRows } from '../../data/arrow-stream.ts';
import { parseUntrusted } from '../json.ts';
import { damaged } from '../damaged.ts';

const schemas = {
  model: v.looseObject({ kind: v.string() }),
  ledgers: v.array(v.looseObject({ table: v.string(), ledger: v.looseObject({ rows: v.number() }), ms: v.number() })),
};

/** What the JSON file of a model or of the ledgers holds, as far as its readers rely on it unseen. Throws `project.damaged`. */
export function readJsonPart(bytes: Uint8Array, part: 'model' | 'ledgers', name: string): unknown {
  try {
    const value = parseUntrusted(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    v.parse(schemas[part], value);
    return value;
  } catch (cause) {
    throw damaged(`${part} ${name}: ${String(cause)}`, cause);
  }
}

/** Checks that an Arrow stream is whole and holds so many rows. Throws `project.damaged`. */
export function checkRows(ipc: Uint8Array, rows: number, name: string): void {
  let found: number;
  try {
    found = countArrowRows(ipc);
  } catch (cause) {
    throw damaged(`${name}: ${String(cause)}`, cause);
  }
  if (found !== rows) throw damaged(`${name}: ${found} rows, not ${rows}`);
}
