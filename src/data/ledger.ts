import type { ColumnReport, ImportOptions, Notice } from '../contract/import.ts';
import type { ColumnWriter } from './typing/column.ts';
import { textNotice } from './typing/decide.ts';
import type { Evidence } from './typing/evidence.ts';
import { Kind } from './typing/value.ts';

/** What became of one column's values. */
export const columnReport = ({ plan, nulls, changed, rejected }: ColumnWriter): ColumnReport => ({
  name: plan.name,
  original: plan.original,
  type: plan.type,
  nulls,
  changed,
  rejected,
});

/** What a person should know about one column. */
export function columnNotices(column: ColumnWriter, seen: Evidence, options: ImportOptions): Notice[] {
  const { plan } = column;
  const notices: (Notice | undefined)[] = [];
  if (plan.forced && column.rejected > 0) notices.push(rejectedValues(column));
  if (plan.type === 'timestamp') notices.push(mixedZones(plan.name, seen));
  if (plan.type === 'text' && plan.judged) notices.push(textNotice(plan.name, seen, options.dateOrder));
  return notices.filter((notice) => notice !== undefined);
}

function rejectedValues({ plan, rejected, rejectedExamples }: ColumnWriter): Notice {
  const examples = rejectedExamples.map(({ line, text }) => `${line}: ${text}`).join('; ');
  return {
    code: 'import.rejected-values',
    values: { column: plan.name, type: plan.type, count: rejected, examples },
    columns: [plan.name],
  };
}

/** Times with and without a zone in one column: the latter were taken as UTC, which may be wrong. */
function mixedZones(column: string, seen: Evidence): Notice | undefined {
  const times = seen.count(Kind.time) + seen.slashTimes;
  if (seen.zoned === 0 || seen.zoned >= times) return undefined;
  return {
    code: 'import.mixed-zones',
    values: { column, zoned: seen.zoned, plain: times - seen.zoned },
    columns: [column],
  };
}
