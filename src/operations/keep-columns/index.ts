import * as v from 'valibot';
import { defineOperation } from '../../contract/operation.ts';
import { columnOf, needs, ownColumns, required } from '../shared/columns.ts';
import { columns } from '../shared/hints.ts';
import { withoutColumns } from '../shared/leave.ts';
import { listed } from '../shared/words.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

const params = v.object({ columns: columns() });

/** Only the named columns stay, in the table's own order. */
export default defineOperation<typeof params, TextKey>({
  id: 'keep-columns',
  version: 1,
  group: 'columns',
  params,
  needs: ({ columns }) => needs(columns),
  sql({ columns }, input, sql) {
    const kept = required(columns, 'keep-columns', 'columns').map((name) => columnOf(input, name).name);
    const others = ownColumns(input).map(({ name }) => name);
    return withoutColumns(
      input,
      others.filter((name) => !kept.includes(name)),
      sql,
    );
  },
  describe: ({ columns }, text) => text('step', { columns: listed(columns, text) }),
  texts,
});
