import type { ColumnType, Notice } from '../../contract/import.ts';
import type { Readings } from './decide.ts';
import { dayOrder, decimalSign, NUMBERS, TIMES, TRUTHS } from './decide.ts';
import type { Evidence } from './evidence.ts';
import { isOpen } from './questions.ts';
import { COMPACT_TIMES, Kind, PLAIN_NUMBERS } from './value.ts';

/** From this share on, a column that nearly has a type is worth a word. */
const NEARLY = 0.8;
/** The same for times: hardly a text is one by chance, while numbers stand among codes and free text. */
const PARTLY_TIMES = 0.5;

type Say = (column: string, seen: Evidence, options: Readings) => Notice | undefined;

/** What a person should know about a column that stayed text although most of it looks like something else; the first that applies. */
export function textNotice(column: string, seen: Evidence, options: Readings): Notice | undefined {
  const values = seen.values();
  if (values === 0 || seen.strings > 0 || seen.nested > 0) return undefined;
  for (const say of [openNotice, unknownZone, mixedCurrency, mixedPercent, nearlyTyped]) {
    const notice = say(column, seen, options);
    if (notice) return notice;
  }
  return undefined;
}

/** Dates or numbers with two readings that nothing decides between: how many values fit each. */
export function openNotice(column: string, seen: Evidence, options: Readings): Notice | undefined {
  const open = isOpen(seen, options);
  if (open === 'date-order') return ambiguousDates(column, seen);
  return open === 'decimal' ? ambiguousDecimals(column, seen) : undefined;
}

function ambiguousDates(column: string, seen: Evidence): Notice {
  const [dmy = 0, mdy = 0, ymd = 0] = seen.orders;
  const values = { column, values: seen.count(Kind.openDate), dmy, mdy };
  if (ymd === 0) return { code: 'import.ambiguous-dates', values, columns: [column] };
  return { code: 'import.ambiguous-short-dates', values: { ...values, ymd }, columns: [column] };
}

function ambiguousDecimals(column: string, seen: Evidence): Notice {
  const { line, text } = (seen.examples[Kind.eitherNumber] ?? seen.examples[Kind.thousandths])!;
  const values = {
    column,
    values: seen.count(...NUMBERS),
    open: seen.openNumbers(),
    point: seen.count(...NUMBERS) - seen.count(Kind.commaNumber),
    comma: seen.count(...NUMBERS) - seen.count(Kind.pointNumber, Kind.decimal),
    line,
    text,
  };
  return { code: 'import.ambiguous-decimals', values, columns: [column] };
}

const unknownZone: Say = (column, seen) => {
  const count = seen.count(Kind.zoneName);
  if (count === 0 || seen.count(...TIMES, Kind.zoneName) !== seen.values()) return undefined;
  return {
    code: 'import.unknown-zone',
    values: { column, count, ...seen.examples[Kind.zoneName]! },
    columns: [column],
  };
};

const mixedCurrency: Say = (column, seen) => {
  if (seen.currencies.size < 2 || seen.count(...NUMBERS) !== seen.values()) return undefined;
  const list = [...seen.currencies].map(([currency, count]) => `${currency}: ${count}`).join(', ');
  return {
    code: 'import.mixed-currency',
    values: { column, values: seen.values(), currencies: seen.currencies.size, list },
    columns: [column],
  };
};

const mixedPercent: Say = (column, seen) => {
  const values = seen.values();
  if (seen.percents === 0 || seen.percents === values || seen.count(...NUMBERS) !== values) return undefined;
  return { code: 'import.mixed-percent', values: { column, values, count: seen.percents }, columns: [column] };
};

/** Most values have a type, but not all; or all are numbers of which no one reading fits. */
const nearlyTyped: Say = (column, seen, options) => {
  const values = seen.values();
  const families: readonly (readonly [ColumnType, readonly Kind[]])[] = [
    ['integer', [Kind.integer, Kind.bigInteger, ...COMPACT_TIMES]],
    ['number', numbersOf(seen, options)],
    [seen.count(Kind.time, Kind.compactTime) + seen.openTimes > 0 ? 'timestamp' : 'date', timesOf(seen, options)],
    ['boolean', TRUTHS],
  ];
  const [type, kinds] = families.reduce((best, next) =>
    seen.count(...next[1]) > seen.count(...best[1]) ? next : best,
  );
  const fitting = seen.count(...kinds);
  const example = seen.firstOutside(kinds);
  const share = type === 'timestamp' || type === 'date' ? PARTLY_TIMES : NEARLY;
  if (!example || fitting === values || fitting < share * values) return undefined;
  const isNumeric = values === seen.count(...PLAIN_NUMBERS, Kind.digits);
  return {
    code: isNumeric ? 'import.digits-kept' : 'import.mixed-column',
    values: { column, type, misfits: values - fitting, values, ...example },
    columns: [column],
  };
};

/** The kinds of numbers that one reading takes: with the sign that the column's numbers agree on, or the one of most of them. */
function numbersOf(seen: Evidence, options: Readings): readonly Kind[] {
  const byComma =
    decimalSign(seen, options) === ',' || seen.count(Kind.commaNumber) > seen.count(Kind.pointNumber, Kind.decimal);
  const odd: readonly Kind[] = byComma ? [Kind.pointNumber, Kind.decimal] : [Kind.commaNumber];
  // Beside fractions, whole numbers beyond 2^53 would be rounded.
  return NUMBERS.filter((kind) => kind !== Kind.bigInteger && !odd.includes(kind));
}

/** Times that can stand in one column: without open dates where those don't agree on an order. */
const timesOf = (seen: Evidence, options: Readings): readonly Kind[] =>
  dayOrder(seen, options) ? TIMES : TIMES.filter((kind) => kind !== Kind.openDate || seen.count(Kind.openDate) === 0);
