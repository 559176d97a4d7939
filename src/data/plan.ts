import type { ImportOptions, Notice } from '../contract/import.ts';
import { isIdentifierName } from './identifiers.ts';
import { columnNames } from './names.ts';
import type { ColumnPlan, ColumnWriter } from './typing/column.ts';
import { decide } from './typing/decide.ts';

/** How columns are read before anything is known of their values: as text, judged unless name or options settle the type. */
export function firstPlans(originals: readonly (string | null)[], options: ImportOptions): ColumnPlan[] {
  return columnNames(originals).map((name, index) => planOf(name, originals[index] ?? '', options));
}

function planOf(name: string, original: string, options: ImportOptions): ColumnPlan {
  const text: ColumnPlan = { name, original, type: 'text', forced: false, judged: false };
  if (options.types === 'text') return text;
  const told = typeByName(options.types, name) ?? typeByName(options.types, original);
  if (told) return { ...text, type: told, forced: told !== 'text', order: dayOrder(options) };
  return { ...text, judged: !isIdentifierName(original) };
}

const typeByName = (types: Exclude<ImportOptions['types'], 'text'>, name: string) =>
  types && Object.hasOwn(types, name) ? types[name] : undefined;

const dayOrder = ({ dateOrder }: ImportOptions): ColumnPlan['order'] => (dateOrder === 'ymd' ? undefined : dateOrder);

/** The plans that the evidence in `columns` calls for. */
export function betterPlans(columns: readonly ColumnWriter[], options: ImportOptions): ColumnPlan[] {
  return columns.map(({ plan, seen }) =>
    plan.judged ? { ...plan, order: undefined, ...decide(seen, options.dateOrder) } : plan,
  );
}

/** True where both lists read every column alike. */
export const samePlans = (a: readonly ColumnPlan[], b: readonly ColumnPlan[]): boolean =>
  a.length === b.length && a.every(({ type, order }, index) => type === b[index]!.type && order === b[index]!.order);

/** Types asked for columns that the file doesn't have. */
export function unknownColumns(plans: readonly ColumnPlan[], options: ImportOptions): Notice[] {
  if (!options.types || options.types === 'text') return [];
  const known = new Set(plans.flatMap(({ name, original }) => [name, original]));
  return Object.keys(options.types)
    .filter((name) => !known.has(name))
    .map((column) => ({ code: 'import.unknown-column', values: { column } }));
}
