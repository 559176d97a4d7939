import type { Change, ChangeKind } from '../../contract/import.ts';

const CHANGE_KINDS: readonly ChangeKind[] = [
  'blank',
  'trimmed',
  'null-spelling',
  'rounded',
  'told',
  'thousands',
  'decimal-comma',
  'currency',
  'percent',
  'scale',
  'sign',
  'full-width',
  'date-form',
  'two-digit-year',
  'month-name',
  'boolean-word',
  'epoch',
  'zone',
];

const bit = (kind: ChangeKind): number => 1 << CHANGE_KINDS.indexOf(kind);

/** A bit for each way in which a stored value can differ from its text. */
export const Changed = {
  blank: bit('blank'),
  trimmed: bit('trimmed'),
  nullSpelling: bit('null-spelling'),
  rounded: bit('rounded'),
  told: bit('told'),
  thousands: bit('thousands'),
  decimalComma: bit('decimal-comma'),
  currency: bit('currency'),
  percent: bit('percent'),
  scale: bit('scale'),
  sign: bit('sign'),
  fullWidth: bit('full-width'),
  dateForm: bit('date-form'),
  twoDigitYear: bit('two-digit-year'),
  monthName: bit('month-name'),
  booleanWord: bit('boolean-word'),
  epoch: bit('epoch'),
  zone: bit('zone'),
} as const;

/** After these the stored value says less or other than the text. */
export const LOSSES = Changed.blank | Changed.trimmed | Changed.nullSpelling | Changed.rounded | Changed.told;

const EXAMPLES = 5;

/** The altered values of one column, counted by kind, with the first few of each. */
export class ChangeLog {
  private readonly byKind: (Change | undefined)[] = [];

  /** Takes one value: the bits of `Changed`, its line, and its text and stored form, asked for only where an example is wanted. */
  add(bits: number, line: number, before: () => string, after: () => string | null): void {
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const index = 31 - Math.clz32(rest & -rest);
      const change = (this.byKind[index] ??= { kind: CHANGE_KINDS[index]!, count: 0, examples: [] });
      change.count++;
      if (change.examples.length < EXAMPLES) change.examples.push({ line, before: before(), after: after() });
    }
  }

  /** All kinds that occurred. */
  list(): Change[] {
    return this.byKind.filter((change) => change !== undefined);
  }
}
