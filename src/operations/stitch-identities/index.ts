import { defineOperation } from '../../contract/operation.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Shape, StepSql } from '../../contract/operation.ts';
import { columnTypeOf } from '../../sql/column-type.ts';
import { checkNewName, columnOf, needs, ownColumns, required } from '../shared/columns.ts';
import { isPatched, patched } from '../shared/patch.ts';
import { identified, rowsSql, knownUsers } from './identified.ts';
import type { Params } from './params.ts';
import { params } from './params.ts';
import type { TextKey } from './texts.ts';
import { texts } from './texts.ts';

function checked(params: Params, input: Shape): Params & { into: string; isNew: boolean } {
  required(params.anonymous, 'stitch-identities', 'anonymous');
  required(params.user, 'stitch-identities', 'user');
  const into = params.into || params.user;
  const isNew = into !== params.user;
  if (isNew) {
    const names = ownColumns(input).map(({ name }) => name);
    checkNewName(into, names);
  }
  return { ...params, into, isNew };
}

/** The user of each row as it is resolved; a column of text also takes the anonymous id where nobody is known. */
function resolved({ user, anonymous, otherwise }: Params, input: Shape, sql: Dialect): string {
  const column = columnOf(input, user);
  const own = `input.${sql.identifier(user)}`;
  const given = columnTypeOf(column.type) === 'text' ? `nullif(${own}, '')` : own;
  if (otherwise === 'missing') return `coalesce(${given}, __patch.__value, ${own})`;
  const texts = [given, '__patch.__value', `nullif(CAST(input.${sql.identifier(anonymous)} AS VARCHAR), '')`, own];
  return `coalesce(${texts.map((text) => `CAST(${text} AS VARCHAR)`).join(', ')})`;
}

function figures(params: Params, input: Shape, patch: string, sql: Dialect): string {
  const rows = rowsSql(params, input, sql);
  const users = knownUsers(rows);
  return `SELECT (SELECT CAST(count(DISTINCT r.__a) AS DOUBLE) FROM (${rows}) r JOIN (${patch}) p ON p.__row = r.__row) AS stitched,
  (SELECT CAST(count(*) AS DOUBLE) FROM (${users}) WHERE __least <> __most) AS conflicts,
  CAST(count(DISTINCT coalesce(CAST(r.__u AS VARCHAR), CAST(r.__a AS VARCHAR))) AS DOUBLE) AS "before",
  CAST(count(DISTINCT coalesce(CAST(r.__u AS VARCHAR), CAST(p.__value AS VARCHAR), CAST(r.__a AS VARCHAR))) AS DOUBLE) AS "after"
FROM (${rows}) r LEFT JOIN (${patch}) p ON p.__row = r.__row`;
}

function step(raw: Params, input: Shape, sql: Dialect): StepSql {
  const params = checked(raw, input);
  const patch = identified(params, input, sql);
  const nameless = `SELECT __row FROM (${rowsSql(params, input, sql)}) WHERE __u IS NULL AND __a IS NOT NULL`;
  return {
    select: patched(sql, patch, { column: params.into, value: resolved(params, input, sql), add: params.isNew }),
    touched: isPatched(sql, params.otherwise === 'anonymous' ? nameless : patch),
    figures: figures(params, input, patch, sql),
  };
}

/** What somebody did before signing in is given to the user that the same anonymous id turns out to be. */
export default defineOperation<typeof params, TextKey>({
  id: 'stitch-identities',
  version: 1,
  group: 'tables',
  params,
  needs: ({ anonymous, user, time }) => needs([anonymous, user, time]),
  sql: step,
  describe: ({ anonymous, user, into }, text) => text('step', { anonymous, user, into: into || user }),
  texts,
});
