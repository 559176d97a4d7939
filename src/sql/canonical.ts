import type { Property } from '../contract/population.ts';
import type { Field, Mapping, ViewName } from '../contract/project.ts';
import { AppError } from '../core/errors.ts';
import { duckdb } from './duckdb.ts';

/** How a numeric time column counts. */
export type EpochUnit = 's' | 'ms' | 'us';

/** DuckDB column types by table and column. */
export type ColumnTypes = Record<string, Record<string, string>>;

/** The key of a column in the table of epoch units; no two columns share one. */
export const columnKey = (table: string, column: string): string => JSON.stringify([table, column]);

type Kind = 'text' | 'number' | 'time';

/** Each view's fields: the mapping's name for one, its name in the view, and what it holds. */
const FIELDS: Record<ViewName, readonly (readonly [mapped: string, name: string, kind: Kind])[]> = {
  events: [
    ['user', 'user', 'text'],
    ['time', 'time', 'time'],
    ['event', 'event', 'text'],
    ['item', 'item', 'text'],
    ['value', 'value', 'number'],
    ['quantity', 'quantity', 'number'],
    ['price', 'price', 'number'],
    ['session', 'session', 'text'],
  ],
  items: [
    ['item', 'item', 'text'],
    ['title', 'title', 'text'],
    ['category', 'category', 'text'],
    ['price', 'price', 'number'],
    ['text', 'text', 'text'],
  ],
  users: [
    ['user', 'user', 'text'],
    ['label', 'label', 'text'],
  ],
  reviews: [
    ['text', 'text', 'text'],
    ['user', 'user', 'text'],
    ['item', 'item', 'text'],
    ['time', 'time', 'time'],
    ['rating', 'rating', 'number'],
    ['label', 'label', 'text'],
  ],
  exposures: [
    ['user', 'user', 'text'],
    ['time', 'time', 'time'],
    ['variant', 'variant', 'text'],
    ['action', 'action', 'text'],
    ['propensity', 'propensity', 'number'],
    ['reward', 'reward', 'number'],
  ],
  stock: [
    ['item', 'item', 'text'],
    ['onHand', 'on_hand', 'number'],
    ['time', 'time', 'time'],
    ['onOrder', 'on_order', 'number'],
    ['leadTimeDays', 'lead_time', 'number'],
    ['unitCost', 'unit_cost', 'number'],
  ],
};

const VIEW_NAMES = Object.keys(FIELDS) as ViewName[];

/**
 * Text forms of a date that can be read in one way only. Day and month between slashes are not among them: which comes
 * first is settled when the file is imported.
 */
const TIME_FORMATS = [
  '%Y/%m/%d %H:%M:%S',
  '%Y/%m/%d %H:%M',
  '%Y%m%d%H%M%S',
  '%Y%m%d %H:%M:%S',
  '%Y%m%d',
  '%d.%m.%Y %H:%M:%S',
  '%d.%m.%Y %H:%M',
  '%d.%m.%Y',
  '%d %b %Y %H:%M:%S',
  '%d %b %Y',
  '%d-%b-%Y %H:%M:%S',
  '%d-%b-%Y',
  '%b %d, %Y',
  '%B %d, %Y',
  '%Y年%m月%d日 %H:%M:%S',
  '%Y年%m月%d日',
];

const MICROSECONDS: Record<EpochUnit, number> = { s: 1_000_000, ms: 1_000, us: 1 };

const NUMERIC = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|REAL|DECIMAL|NUMERIC)\b/;

/** The first microsecond of the year 1 and the last of 9999: what ISO 8601 can name. */
const YEARS = '-62135596800000000 AND 253402300799999999';

/** Epoch numbers as a timestamp; those beyond the years 1 to 9999 become null. */
function fromEpoch(column: string, unit: EpochUnit): string {
  const microseconds = `round(TRY_CAST(${column} AS DOUBLE) * ${MICROSECONDS[unit]})`;
  return `CASE WHEN ${microseconds} BETWEEN ${YEARS} THEN make_timestamp(CAST(${microseconds} AS BIGINT)) END`;
}

/** A cast to TIMESTAMP would drop an offset such as +08:00 in silence; through TIMESTAMPTZ it is obeyed, and UTC assumed without one. */
const fromText = (column: string): string =>
  `COALESCE(make_timestamp(epoch_us(TRY_CAST(${column} AS TIMESTAMPTZ))), TRY_STRPTIME(${column}, [${TIME_FORMATS.map(duckdb.literal).join(', ')}]))`;

function timeColumn(column: string, type: string, unit: EpochUnit | undefined): string {
  if (type === 'TIMESTAMP') return column;
  if (type === 'TIMESTAMP WITH TIME ZONE') return `make_timestamp(epoch_us(${column}))`;
  if (NUMERIC.test(type) || unit) return fromEpoch(column, unit ?? 's');
  return type === 'VARCHAR' ? fromText(column) : `TRY_CAST(${column} AS TIMESTAMP)`;
}

const CAST: Record<Kind, (expression: string) => string> = {
  text: (expression) => `CAST(${expression} AS VARCHAR)`,
  number: (expression) => `TRY_CAST(${expression} AS DOUBLE)`,
  time: (expression) => `TRY_CAST(${expression} AS TIMESTAMP)`,
};

/** On a line of its own, so that a comment at its end can't swallow what follows. */
const enclosed = (sql: string): string => `(${sql}\n)`;

interface Source {
  table: string;
  columns: Record<string, string>;
  epochUnits: Record<string, EpochUnit>;
}

function columnExpression(name: string, kind: Kind, { table, columns, epochUnits }: Source): string {
  const type = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (type === undefined) throw new AppError('data.unknown-column', { column: name, table });
  const column = duckdb.identifier(name);
  return kind === 'time' ? timeColumn(column, type, epochUnits[columnKey(table, name)]) : CAST[kind](column);
}

function fieldExpression(field: Field, kind: Kind, source: Source): string {
  if (typeof field === 'string') return columnExpression(field, kind, source);
  return 'sql' in field ? CAST[kind](enclosed(field.sql)) : CAST[kind](duckdb.literal(field.constant));
}

type AnyView = { table: string; where?: string } & Record<string, Field | undefined>;

const mappedFields = (view: ViewName, mapping: AnyView) =>
  FIELDS[view].filter(([mapped]) => mapping[mapped] !== undefined && mapping[mapped] !== '');

/** The views that also show the table's other columns, for filters and breakdowns. */
const OPEN_VIEWS = ['events', 'users', 'exposures'] as const;

const isOpen = (view: ViewName): view is Property['view'] => (OPEN_VIEWS as readonly ViewName[]).includes(view);

/** The table's columns that play no role by themselves, with their names in the view: no two alike, and none like a role's. */
function otherColumns(
  view: ViewName,
  mapping: AnyView,
  types: Record<string, string>,
): [column: string, shown: string][] {
  const roles = mappedFields(view, mapping).map(([mapped]) => mapping[mapped]);
  const taken = new Set(['row', ...FIELDS[view].map(([, name]) => name)]);
  return Object.keys(types)
    .filter((column) => !roles.includes(column))
    .map((column) => {
      let shown = column;
      while (taken.has(shown.toLowerCase())) shown = `${shown} (column)`;
      taken.add(shown.toLowerCase());
      return [column, shown];
    });
}

function viewStatement(view: ViewName, mapping: AnyView, columns: ColumnTypes, epochUnits: Record<string, EpochUnit>) {
  const others = isOpen(view) ? otherColumns(view, mapping, columns[mapping.table] ?? {}) : [];
  const shown = others.map(([column, name]) => `${duckdb.identifier(column)} AS ${duckdb.identifier(name)}`);
  const select = selectFields(view, mapping, columns, epochUnits, ['rowid AS "row"', ...shown]);
  return `CREATE OR REPLACE VIEW ${duckdb.view(view)} AS ${select}`;
}

function selectFields(
  view: ViewName,
  mapping: AnyView,
  columns: ColumnTypes,
  epochUnits: Record<string, EpochUnit>,
  more: readonly string[] = [],
): string {
  const { table, where } = mapping;
  if (!Object.hasOwn(columns, table)) throw new AppError('data.unknown-table', { table });
  const source: Source = { table, columns: columns[table]!, epochUnits };
  const fields = mappedFields(view, mapping).map(
    ([mapped, name, kind]) => `${fieldExpression(mapping[mapped]!, kind, source)} AS ${duckdb.identifier(name)}`,
  );
  const condition = where?.trim() ? `\nWHERE ${enclosed(where)}` : '';
  return `SELECT\n  ${[...fields, ...more].join(',\n  ')}\nFROM main.${duckdb.identifier(table)}${condition}`;
}

/**
 * The rows of one canonical view as a SELECT, without making the view and without "row": what the mapping says over another table
 * of the schema main. Throws as `viewStatements` does.
 */
export const viewSelect = <V extends ViewName>(
  view: V,
  mapping: NonNullable<Mapping[V]>,
  columns: ColumnTypes,
  epochUnits: Record<string, EpochUnit> = {},
): string => selectFields(view, mapping as unknown as AnyView, columns, epochUnits);

/**
 * The statements that make the canonical views of a mapping, and drop those that are mapped no more. Identifiers are
 * VARCHAR, numbers DOUBLE (null where they can't be read), times TIMESTAMP in UTC, and "row" is the input order.
 * A numeric time is read by its column's epoch unit (`columnKey`), seconds where none is given. Throws
 * `data.unknown-table` and `data.unknown-column`.
 */
export function viewStatements(
  mapping: Mapping,
  columns: ColumnTypes,
  epochUnits: Record<string, EpochUnit> = {},
): string[] {
  const views = VIEW_NAMES.map((name) => {
    const mapped = mapping[name] as AnyView | undefined;
    return mapped ? viewStatement(name, mapped, columns, epochUnits) : `DROP VIEW IF EXISTS ${duckdb.view(name)}`;
  });
  return ['CREATE SCHEMA IF NOT EXISTS canonical', ...views];
}

const KINDS: readonly [RegExp, Property['kind']][] = [
  [NUMERIC, 'number'],
  [/^BOOLEAN/, 'boolean'],
  [/^(TIMESTAMP|DATE)/, 'time'],
];

const kindOf = (type: string): Property['kind'] => KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'text';

/** Roles that say who, when and what; everything else of the log is a property of an event. */
const NO_PROPERTY = ['user', 'time', 'event', 'row'];

/** What can be filtered and broken down by: roles first, then the other columns, in their order. */
export function viewProperties(mapping: Mapping, columns: ColumnTypes): Property[] {
  return OPEN_VIEWS.flatMap((view) => {
    const mapped = mapping[view] as AnyView | undefined;
    if (!mapped) return [];
    const prefix = view === 'events' ? '' : `${view}.`;
    const types = columns[mapped.table] ?? {};
    const roles = mappedFields(view, mapped)
      .filter(([, name]) => !NO_PROPERTY.includes(name))
      .map(([, column, kind]): Property => ({ name: prefix + column, view, column, kind }));
    const others = otherColumns(view, mapped, types).map(([column, shown]): Property => ({
      name: prefix + shown,
      view,
      column: shown,
      kind: kindOf(types[column]!),
    }));
    return [...roles, ...others];
  });
}

/** The fields that each canonical view of a mapping has, by their names in the view (`on_hand`, not `onHand`). */
export function viewFields(mapping: Mapping): Partial<Record<ViewName, readonly string[]>> {
  const mapped = VIEW_NAMES.filter((name) => mapping[name]);
  return Object.fromEntries(
    mapped.map((name) => [name, mappedFields(name, mapping[name] as AnyView).map(([, field]) => field)]),
  );
}
