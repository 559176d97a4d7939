import * as v from 'valibot';
import type { Dialect } from '../../contract/dialect.ts';
import { defineOperation } from '../../contract/operation.ts';
import type { Shape } from '../../contract/operation.ts';
import { AppError } from '../../core/errors.ts';
import { ROW, checkNewName, columnOf, needs, ownColumns, required } from '../shared/columns.ts';
import type { Pair } from '../shared/hints.ts';
import { pairs } from '../shared/hints.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

/** Which columns get which names. */
const params = v.object({ pairs: pairs({ values: 'column' }) });

/** Throws where a column is named twice, or two columns would share a name: names may swap, so only the outcome counts. */
function check(renamed: readonly Pair[], input: Shape): void {
  for (const [n, { from }] of renamed.entries()) {
    columnOf(input, from);
    if (renamed.findIndex((pair) => pair.from === from) < n) throw new AppError('recipe.named-twice', { column: from });
  }
  const others = ownColumns(input).map(({ name }) => name);
  const taken = others.filter((name) => !renamed.some(({ from }) => from === name));
  for (const { to } of renamed) {
    checkNewName(to, taken);
    taken.push(to);
  }
}

function select(renamed: readonly Pair[], sql: Dialect): string {
  const names = renamed.map(({ from, to }) => `${sql.identifier(from)} AS ${sql.identifier(to)}`);
  const row = sql.identifier(ROW);
  return `SELECT ${row}, * EXCLUDE (${row}) RENAME (${names.join(', ')})\nFROM input`;
}

/** Columns get other names; no value changes. */
export default defineOperation<typeof params, TextKey>({
  id: 'rename',
  version: 1,
  group: 'columns',
  params,
  needs: ({ pairs }) => needs(pairs.map(({ from }) => from)),
  sql({ pairs }, input, sql) {
    check(required(pairs, 'rename', 'pairs'), input);
    return { select: select(pairs, sql), touched: 'FALSE' };
  },
  describe({ pairs }, text) {
    const [first] = pairs;
    return pairs.length === 1 && first ? text('step', { ...first }) : text('step.several', { count: pairs.length });
  },
  texts,
});
