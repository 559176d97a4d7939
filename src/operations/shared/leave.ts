import type { Dialect } from '../../contract/dialect.ts';
import type { Shape, StepSql } from '../../contract/operation.ts';
import { AppError } from '../../core/errors.ts';
import { ownColumns } from './columns.ts';
import { selectRows } from './select.ts';

/** A step that leaves out these columns: it touches the rows that lose a value. Throws `recipe.no-columns` where none would stay. */
export function withoutColumns(input: Shape, leave: readonly string[], sql: Dialect): StepSql {
  if (leave.length >= ownColumns(input).length) throw new AppError('recipe.no-columns', { table: input.name });
  const lost = leave.map((name) => `${sql.identifier(name)} IS NOT NULL`);
  return { select: selectRows(sql, { leave }), touched: lost.join(' OR ') || 'FALSE' };
}
