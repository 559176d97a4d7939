import type { ImportOptions, Notice } from '../contract/import.ts';
import { isIdentifierName } from './identifiers.ts';
import { columnNames } from './names.ts';
import type { ColumnPlan, ColumnWriter } from './typing/column.ts';
import { dayOrder, decide, decimalSign } from './typing/decide.ts';
import { Kind } from './typing/value.ts';

/** How columns are read before anything is known of their values: as text, judged unless name or options settle the type. */
export function firstPlans(originals: readonly (string | null)[], options: ImportOptions): ColumnPlan[] {
  return columnNames(originals).map((name, index) => planOf(name, originals[index] ?? '', options));
}

function planOf(name: string, original: string, options: ImportOptions): ColumnPlan {
  const text: ColumnPlan = { name, original, type: 'text', forced: false, judged: false };
  if (options.types === 'text') return text;
  const told = typeByName(options.types, name) ?? typeByName(options.types, original);
  if (told) {
    return { ...text, type: told, forced: told !== 'text', order: options.dateOrder, decimal: options.decimal };
  }
  return { ...text, judged: !isIdentifierName(original) };
}

const typeByName = (types: Exclude<ImportOptions['types'], 'text'>, name: string) =>
  types && Object.hasOwn(types, name) ? types[name] : undefined;

/** The plans that the evidence in `columns` calls for. */
export function betterPlans(columns: readonly ColumnWriter[], options: ImportOptions): ColumnPlan[] {
  return columns.map(({ plan, seen }) => {
    if (plan.judged) return { ...plan, order: undefined, decimal: undefined, ...decide(seen, options) };
    return plan.forced ? { ...plan, ...readings({ plan, seen }, options) } : plan;
  });
}

/** What the other values say about those with two readings, in a column whose type was told. */
function readings({ plan, seen }: Pick<ColumnWriter, 'plan' | 'seen'>, options: ImportOptions): Partial<ColumnPlan> {
  const open = seen.count(Kind.eitherNumber) + (seen.count(Kind.commaNumber) > 0 ? seen.count(Kind.thousandths) : 0);
  return {
    order: plan.order ?? (seen.openDays > 0 ? dayOrder(seen, options) : undefined),
    decimal: plan.decimal ?? (open > 0 ? decimalSign(seen, options) : undefined),
  };
}

/** True where both lists read every column alike. */
export const samePlans = (a: readonly ColumnPlan[], b: readonly ColumnPlan[]): boolean =>
  a.length === b.length && a.every((plan, index) => readsAlike(plan, b[index]!));

const readsAlike = (a: ColumnPlan, b: ColumnPlan): boolean =>
  a.type === b.type && a.order === b.order && a.decimal === b.decimal;

/** Types asked for columns that the file doesn't have. */
export function unknownColumns(
  plans: readonly Pick<ColumnPlan, 'name' | 'original'>[],
  options: ImportOptions,
): Notice[] {
  if (!options.types || options.types === 'text') return [];
  const known = new Set(plans.flatMap(({ name, original }) => [name, original]));
  return Object.keys(options.types)
    .filter((name) => !known.has(name))
    .map((column) => ({ code: 'import.unknown-column', values: { column } }));
}

const MOST_RENAMED = 5;

/** Columns of a header that has no name for them, or the same one again. */
export function renamedColumns(plans: readonly ColumnPlan[]): Notice[] {
  const renamed = plans.filter(({ name, original }) => name !== original.trim());
  if (renamed.length === 0) return [];
  const names = renamed.slice(0, MOST_RENAMED).map(({ name, original }) => `“${original}” → ${name}`);
  const more = renamed.length > MOST_RENAMED ? ', …' : '';
  return [
    {
      code: 'import.renamed-columns',
      values: { count: renamed.length, names: names.join(', ') + more },
      columns: renamed.map(({ name }) => name),
    },
  ];
}
