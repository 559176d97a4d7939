/** A table as it was loaded, or as its clean twin has it: texts, the first row the names. */
export interface Loaded {
  header: string[];
  rows: string[][];
}

/** The ten figures of one file: success, then precision, recall and F1 of header, records and cells. */
export type Figures = number[];

/** The ten figures of a file whose loading failed. */
export const FAILED: Figures = Array.from({ length: 10 }, () => 0);

/** The ten figures of a loaded table beside its clean twin. */
export function figuresOf(loaded: Loaded, clean: Loaded): Figures {
  const header = agreement(loaded.header.map(normalised), clean.header.map(normalised));
  const records = agreement(loaded.rows.map(recordKey), clean.rows.map(recordKey));
  const cells = agreement(loaded.rows.flat(), clean.rows.flat());
  return [1, ...header, ...records, ...cells];
}

const recordKey = (row: string[]): string => row.map((cell) => normalised(cell) || 'null').join('');

/** Precision, recall and F1 of two multisets; all are 1 where nothing was to be found. */
function agreement(loaded: readonly string[], clean: readonly string[]): [number, number, number] {
  if (clean.length === 0) return [1, 1, 1];
  const counts = new Map<string, number>();
  for (const text of clean) counts.set(text, (counts.get(text) ?? 0) + 1);
  let common = 0;
  for (const text of loaded) {
    const left = counts.get(text) ?? 0;
    if (left === 0) continue;
    counts.set(text, left - 1);
    common++;
  }
  if (common === 0) return [0, 0, 0];
  const precision = common / loaded.length;
  const recall = common / clean.length;
  return [precision, recall, (2 * precision * recall) / (precision + recall)];
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const CURRENCY = /^([-+]?)\s*[$£€¥]\s*([-+]?[\d,]*\.?\d+)$|^([-+]?[\d,]*\.?\d+)\s*[$£€¥]$/;
const DATE = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[ T](.*))?$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?$/;

/** A cell as the benchmark compares it: numbers, currencies, dates and times by value, the rest in lower case. */
function normalised(cell: string): string {
  const text = cell.trim();
  if (text === '') return '';
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true' ? '1' : '0';
  if (NUMBER.test(text)) return String(Number(text));
  const currency = CURRENCY.exec(text);
  if (currency) return `currency ${Number(`${currency[1] ?? ''}${(currency[2] ?? currency[3])!.replaceAll(',', '')}`)}`;
  return dateOf(text) ?? timeOf(text) ?? text.toLowerCase();
}

function dateOf(text: string): string | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const time = match[4] === undefined ? '' : timeOf(match[4]);
  if (time === undefined) return undefined;
  return `date ${[match[1], match[2], match[3]].map(Number).join('-')} ${time}`;
}

function timeOf(text: string): string | undefined {
  const match = TIME.exec(text);
  return match ? `time ${[match[1], match[2], match[3] ?? 0].map(Number).join(':')}` : undefined;
}
