import * as v from 'valibot';
import { defineOperation } from '../../contract/operation.ts';
import { columnOf, needs, required } from '../shared/columns.ts';
import { columns } from '../shared/hints.ts';
import { withoutColumns } from '../shared/leave.ts';
import { listed } from '../shared/words.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

const params = v.object({ columns: columns() });

/** Columns are left out. */
export default defineOperation<typeof params, TextKey>({
  id: 'drop-columns',
  version: 1,
  group: 'columns',
  params,
  needs: ({ columns }) => needs(columns),
  sql({ columns }, input, sql) {
    const names = required(columns, 'drop-columns', 'columns').map((name) => columnOf(input, name).name);
    return withoutColumns(input, [...new Set(names)], sql);
  },
  describe: ({ columns }, text) => text('step', { columns: listed(columns, text) }),
  texts,
});
