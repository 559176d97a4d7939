import * as v from 'valibot';

const finite = v.pipe(v.number(), v.finite());

/** What the saved state of every classifier by densities says of its classes. */
export const classEntries = {
  task: v.picklist(['binary', 'multiclass']),
  names: v.array(v.string()),
  /** How many classes there are. */
  classes: v.pipe(v.number(), v.integer(), v.minValue(2)),
  /** Those that had rows. */
  present: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.minLength(2)),
  /** Logarithms of their shares. */
  priors: v.array(finite),
  /** Standard deviations of the columns. */
  spread: v.array(finite),
} as const;

export const numberList = v.array(finite);

/** Whether the classes and the tables (present classes × columns) of a state fit together. */
export function classesFit(
  state: { names: string[]; classes: number; present: number[]; priors: number[]; spread: number[] },
  ...tables: number[][]
): boolean {
  const { names, classes, present, priors, spread } = state;
  return (
    priors.length === present.length &&
    spread.length === names.length &&
    present.every((c) => c < classes) &&
    tables.every((table) => table.length === names.length * present.length)
  );
}
