import type { ColumnReport, ImportOptions, Notice } from '../contract/import.ts';
import type { ColumnWriter } from './typing/column.ts';
import type { Evidence } from './typing/evidence.ts';
import { openNotice, textNotice } from './typing/notices.ts';
import { Kind } from './typing/value.ts';

/** What became of one column's values. */
export function columnReport({ plan, nulls, changed, rejected, changes }: ColumnWriter): ColumnReport {
  const { name, original, type } = plan;
  const list = changes.list();
  return { name, original, type, nulls, changed, rejected, ...(list.length > 0 ? { changes: list } : {}) };
}

/** What a person should know about one column. */
export function columnNotices(column: ColumnWriter, seen: Evidence, options: ImportOptions): Notice[] {
  const { plan } = column;
  const notices: (Notice | undefined)[] = [];
  if (plan.forced && column.rejected > 0) notices.push(rejectedValues(column), openNotice(plan.name, seen, options));
  if (plan.type === 'timestamp') notices.push(mixedZones(plan.name, seen));
  if (plan.type === 'timestamp' || plan.type === 'date') notices.push(shortYears(plan.name, seen));
  if (plan.type === 'text' && plan.judged) notices.push(textNotice(plan.name, seen, options));
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
  const times = seen.count(Kind.time, Kind.compactTime) + seen.openTimes;
  if (seen.zoned === 0 || seen.zoned >= times) return undefined;
  return {
    code: 'import.mixed-zones',
    values: { column, zoned: seen.zoned, plain: times - seen.zoned },
    columns: [column],
  };
}

/** Years of two digits were given a century, which nothing in the file says. */
const shortYears = (column: string, { shortYears: count }: Evidence): Notice | undefined =>
  count > 0 ? { code: 'import.two-digit-years', values: { column, count }, columns: [column] } : undefined;
