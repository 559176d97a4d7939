import * as v from 'valibot';
import type { Dialect } from '../../contract/dialect.ts';
import { defineOperation } from '../../contract/operation.ts';
import type { Shape } from '../../contract/operation.ts';
import { AppError } from '../../core/errors.ts';
import { columnOf, needs, required } from '../shared/columns.ts';
import { columns } from '../shared/hints.ts';
import type { Made } from '../shared/select.ts';
import { selectRows } from '../shared/select.ts';
import { listed } from '../shared/words.ts';
import { hmacSql } from './hmac.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

const LEAST_CHARACTERS = 16;
const MOST_BYTES = 64;

/** Which columns, and the secret key: with the same one, a value gets the same pseudonym in every table and month. */
const params = v.object({
  columns: columns(),
  key: v.optional(v.pipe(v.string(), v.metadata({ values: 'secret' })), ''),
  length: v.optional(v.pipe(v.number(), v.integer(), v.minValue(12), v.maxValue(64)), 16),
});

type Params = v.InferOutput<typeof params>;

/** Throws where the key is too short to be kept from guessing, or too long for one block. */
function keyBytes(key: string): Uint8Array {
  required(key, 'pseudonymise', 'key');
  const bytes = new TextEncoder().encode(key);
  const characters = [...key].length;
  if (characters < LEAST_CHARACTERS) throw new AppError('recipe.short-key', { characters, least: LEAST_CHARACTERS });
  if (bytes.length > MOST_BYTES) throw new AppError('recipe.long-key', { bytes: bytes.length, most: MOST_BYTES });
  return bytes;
}

function pseudonyms({ columns, key, length }: Params, input: Shape, sql: Dialect): Made[] {
  const bytes = keyBytes(key);
  return required(columns, 'pseudonymise', 'columns').map((each) => {
    const { name } = columnOf(input, each);
    return { name, sql: `left(${hmacSql(`CAST(${sql.identifier(name)} AS VARCHAR)`, bytes)}, ${length})` };
  });
}

/** Values give way to keyed hashes of them: the same value always to the same one. */
export default defineOperation<typeof params, TextKey>({
  id: 'pseudonymise',
  version: 1,
  group: 'values',
  params,
  needs: ({ columns }) => needs(columns),
  sql(params, input, sql) {
    const replace = pseudonyms(params, input, sql);
    const touched = replace.map(({ name }) => `${sql.identifier(name)} IS NOT NULL`).join(' OR ');
    return { select: selectRows(sql, { replace }), touched };
  },
  describe: ({ columns }, text) => text('step', { columns: listed(columns, text) }),
  texts,
});
