import type { Change, ColumnReport, Ledger, Notice, RejectedRecord } from '../../contract/import.ts';
import type { TypedColumn } from './common-columns.ts';

const keptRejections = 1000;
const keptExamples = 5;

/** The ledger of a table that several files went into: sums, and what was set aside with the file it comes from. */
export function joinLedgers(
  parts: readonly { name: string; ledger: Ledger }[],
  columns: readonly TypedColumn[],
): Ledger {
  const ledgers = parts.map(({ ledger }) => ledger);
  const [first] = ledgers as [Ledger];
  const sum = (value: (ledger: Ledger) => number) => ledgers.reduce((total, ledger) => total + value(ledger), 0);
  const rejected = parts.flatMap(({ name, ledger }) =>
    ledger.rejected.map((record): RejectedRecord => ({ ...record, file: record.file ?? name })),
  );
  return {
    ...first,
    rows: sum(({ rows }) => rows),
    bytes: sum(({ bytes }) => bytes),
    records: sum(({ records }) => records),
    rejectedCount: sum(({ rejectedCount }) => rejectedCount),
    sniffed: { ...first.sniffed, skipped: sum(({ sniffed }) => sniffed.skipped ?? 0) },
    columns: columns.map((column) => joinColumn(column, ledgers)),
    rejected: rejected.slice(0, keptRejections),
    notices: [
      joined(parts),
      ...parts.flatMap(({ name, ledger }) => ledger.notices.map((notice) => inFile(notice, name))),
    ],
  };
}

const joined = (parts: readonly { name: string }[]): Notice => ({
  code: 'import.joined-files',
  values: { count: parts.length, files: parts.map(({ name }) => name).join(', ') },
});

const inFile = (notice: Notice, file: string): Notice =>
  'file' in notice.values ? notice : { ...notice, values: { ...notice.values, file } };

function joinColumn({ name, type }: TypedColumn, ledgers: readonly Ledger[]): ColumnReport {
  const each = ledgers.map(({ columns }) => columns.find((column) => column.name === name)!);
  const sum = (value: (column: ColumnReport) => number) => each.reduce((total, column) => total + value(column), 0);
  const changes = joinChanges(each.flatMap((column) => column.changes ?? []));
  return {
    name,
    original: each[0]!.original,
    type,
    nulls: sum(({ nulls }) => nulls),
    changed: sum(({ changed }) => changed),
    rejected: sum(({ rejected }) => rejected),
    ...(changes.length > 0 && { changes }),
  };
}

function joinChanges(changes: readonly Change[]): Change[] {
  const kinds = new Map<string, Change>();
  for (const { kind, count, examples } of changes) {
    const known = kinds.get(kind) ?? { kind, count: 0, examples: [] };
    kinds.set(kind, {
      kind,
      count: known.count + count,
      examples: [...known.examples, ...examples].slice(0, keptExamples),
    });
  }
  return [...kinds.values()];
}
