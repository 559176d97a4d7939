import { seededRandom } from '../../core/random.ts';
import { meanAndVariance } from '../../core/statistics.ts';
import type { LearningColumn, LearningTable } from '../learning-table.ts';
import { columnAt } from './dependence.ts';
import { levelCounts, observed, quantileGrid } from './grid.ts';
import type { Cell } from './mixed-rows.ts';
import { cellOf, setValue, tableRows, valueOf } from './mixed-rows.ts';
import type { Predicts } from './predicts.ts';
import { predictAll } from './predicts.ts';
import { rowNumbers, sampleRows } from './sample-rows.ts';
import type { StepContext } from './steps.ts';
import { partOf } from './steps.ts';

/** Where a prediction should come to lie. */
export interface Goal {
  side: 'below' | 'above';
  threshold: number;
  /** What of a row's outputs the goal is about; the first where left out. */
  of?: (outputs: Float64Array) => number;
}

export interface CounterfactualOptions {
  /** Columns that can be changed in the world; all where left out. */
  actionable?: readonly string[];
  /** Rows whose values count as possible; a sample of the table where left out. */
  rows?: Uint32Array;
  /** At most so many columns change at a time. */
  changes?: number;
  /** At most so many answers, of different columns. */
  answers?: number;
}

export interface Change {
  column: string;
  from: Cell;
  to: Cell;
}

/** A row as it might be, and what the model then predicts: asked of the model once more at the end. */
export interface Counterfactual {
  changes: Change[];
  prediction: number;
  /** All that is predicted then. */
  outputs: Float64Array;
  /** Σ of the changes in standard deviations; a change of category, or of a missing value, counts 1. */
  distance: number;
  verified: true;
}

export interface Counterfactuals {
  /** What is predicted for the row as it is. */
  prediction: number;
  /** The row is there already: nothing need change. */
  reached: boolean;
  /** Fewest changes first, then the nearest. Empty where nothing within what was observed suffices. */
  answers: Counterfactual[];
}

const REFERENCE_ROWS = 2000;
const NUMBERS_ASKED = 12;
const LEVELS_ASKED = 20;
/** The share of observed numbers at either end that nobody is asked to reach. */
const TAIL = 0.05;
/** Unfinished answers that are carried on to the next column. */
const BEAM = 12;
/** Columns that are combined, of many those that do most alone: with all of them a wide table would take minutes. */
const COMBINED = 40;
const CHANGES = 3;
const ANSWERS = 3;

/** What a column could hold instead. */
interface Choice {
  column: number;
  own: number;
  spread: number;
  values: Float64Array;
  /** All observed values of a number between the tails, ascending. */
  between: Float64Array;
}

/** A set of changes: value by column. */
type Changed = ReadonlyMap<number, number>;

interface Candidate {
  changed: Changed;
  prediction: number;
  distance: number;
}

function levelsOf(column: LearningColumn & { kind: 'category' }, own: number, rows: Uint32Array): Float64Array {
  const counts = levelCounts(column.codes, column.levels.length, rows);
  const codes = Array.from(counts.keys()).filter((code) => counts[code]! > 0 && code !== own);
  return Float64Array.from(codes.sort((a, b) => counts[b]! - counts[a]!).slice(0, LEVELS_ASKED));
}

function choiceOf(table: LearningTable, at: number, row: number, rows: Uint32Array): Choice {
  const column = table.columns[at]!;
  const own = valueOf(column, row);
  if (column.kind === 'category') {
    return { column: at, own, spread: 0, values: levelsOf(column, own, rows), between: new Float64Array(0) };
  }
  const all = observed(column.values, rows);
  const tail = Math.floor(TAIL * all.length);
  const between = all.subarray(tail, all.length - tail);
  const values = quantileGrid(between, NUMBERS_ASKED).filter((value) => value !== own);
  return { column: at, own, spread: Math.sqrt(meanAndVariance(all).variance), values, between };
}

const distanceOf = ({ own, spread }: Choice, value: number): number =>
  spread > 0 && !Number.isNaN(own) ? Math.abs(value - own) / spread : 1;

class Search {
  readonly model: Predicts;
  readonly table: LearningTable;
  readonly row: number;
  readonly goal: Goal;
  readonly choices: ReadonlyMap<number, Choice>;
  /** Those that are changed next. */
  open: readonly Choice[];
  /** Of the round that is under way. */
  context: StepContext;

  constructor(
    model: Predicts,
    table: LearningTable,
    row: number,
    goal: Goal,
    choices: readonly Choice[],
    context: StepContext,
  ) {
    [this.model, this.table, this.row, this.goal, this.context] = [model, table, row, goal, context];
    this.choices = new Map(choices.map((choice) => [choice.column, choice]));
    this.open = choices;
  }

  /** What the goal is about. */
  aim(outputs: Float64Array): number {
    return this.goal.of ? this.goal.of(outputs) : outputs[0]!;
  }

  reaches(prediction: number): boolean {
    return this.goal.side === 'below' ? prediction < this.goal.threshold : prediction >= this.goal.threshold;
  }

  /** How far a prediction has yet to go. */
  gap(prediction: number): number {
    return this.goal.side === 'below' ? prediction - this.goal.threshold : this.goal.threshold - prediction;
  }

  distance(changed: Changed): number {
    return [...changed].reduce((sum, [column, value]) => sum + distanceOf(this.choices.get(column)!, value), 0);
  }

  async ask(sets: readonly Changed[]): Promise<Candidate[]> {
    if (sets.length === 0) return [];
    const asked = tableRows(this.table, new Uint32Array(sets.length).fill(this.row));
    sets.forEach((changed, at) => {
      for (const [column, value] of changed) setValue(asked.columns[column]!, at, value);
    });
    const predicted = await predictAll(this.model, asked, {
      seed: this.context.seed,
      step: () => this.context.step(0),
    });
    const outputs = predicted.length / sets.length;
    return sets.map((changed, at) => ({
      changed,
      prediction: this.aim(predicted.subarray(at * outputs, (at + 1) * outputs)),
      distance: this.distance(changed),
    }));
  }

  /** From here on only the columns that went furthest by themselves are changed. */
  narrow(singles: readonly Candidate[]): void {
    const byGap = singles.toSorted((a, b) => this.gap(a.prediction) - this.gap(b.prediction));
    const columns = [...new Set(byGap.flatMap(({ changed }) => [...changed.keys()]))].slice(0, COMBINED);
    this.open = columns.sort((a, b) => a - b).map((column) => this.choices.get(column)!);
  }

  /** Each set with one further column changed in each possible way; no combination of columns twice the same way. */
  further(sets: readonly Changed[]): Changed[] {
    const found = new Map<string, Changed>();
    for (const changed of sets) {
      for (const { column, values } of this.open) {
        if (changed.has(column)) continue;
        for (const value of values) {
          const next = new Map([...changed, [column, value] as const].sort(([a], [b]) => a - b));
          found.set([...next].join(';'), next);
        }
      }
    }
    return [...found.values()];
  }

  /** The nearest observed value that still suffices for each column in turn; changes that are not needed go. */
  async nearer(candidate: Candidate): Promise<Candidate> {
    let best = candidate;
    for (const column of candidate.changed.keys()) {
      if (best.changed.size > 1) {
        const [without] = await this.ask([new Map([...best.changed].filter(([each]) => each !== column))]);
        if (this.reaches(without!.prediction)) {
          best = without!;
          continue;
        }
      }
      best = await this.nearerIn(best, column);
    }
    return best;
  }

  /** Bisects the observed values between the row's own and the one found; only what was asked and suffices is taken. */
  async nearerIn(candidate: Candidate, column: number): Promise<Candidate> {
    const { own, between } = this.choices.get(column)!;
    const found = candidate.changed.get(column)!;
    const values = between
      .filter((value, at) => value !== between[at - 1] && (value - own) * (found - value) >= 0 && value !== own)
      .sort((a, b) => Math.abs(a - own) - Math.abs(b - own));
    let best = candidate;
    let [low, high] = [0, values.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      const [asked] = await this.ask([new Map(best.changed).set(column, values[middle]!)]);
      if (this.reaches(asked!.prediction)) [best, high] = [asked!, middle];
      else low = middle + 1;
    }
    return best;
  }

  /** An answer in words' raw form; none if the row alone, asked once more, does not reach the goal. */
  describe({ changed, distance }: Candidate): Counterfactual | undefined {
    const asked = tableRows(this.table, [this.row]);
    const changes = [...changed].map(([at, value]): Change => {
      const column = asked.columns[at]!;
      const from = cellOf(column, 0);
      setValue(column, 0, value);
      return { column: column.name, from, to: cellOf(column, 0) };
    });
    const outputs = this.model.predict(asked);
    const prediction = this.aim(outputs);
    return this.reaches(prediction) ? { changes, prediction, outputs, distance, verified: true } : undefined;
  }
}

const nearest = (a: Candidate, b: Candidate): number => a.distance - b.distance;

/** Whether all columns of a set are among those of another. */
const within = (few: Changed, many: Changed): boolean => [...few.keys()].every((column) => many.has(column));

/** One candidate for each set of columns, the first. */
function onePerColumns(candidates: readonly Candidate[]): Candidate[] {
  const kept = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const key = [...candidate.changed.keys()].join();
    if (!kept.has(key)) kept.set(key, candidate);
  }
  return [...kept.values()];
}

/**
 * What would bring a row's prediction to the other side of a threshold: few changes of columns that can be changed, to values
 * that other rows have. Single changes first; where they don't suffice, those that come nearest are combined (a beam), and each
 * answer is then drawn back towards the row as far as it holds. Answers change different columns. After Wachter, Mittelstadt &
 * Russell (2018). It says what the model would say, not what would happen. Throws `explain.no-column`.
 */
export async function counterfactual(
  model: Predicts,
  table: LearningTable,
  row: number,
  goal: Goal,
  context: StepContext,
  options: CounterfactualOptions = {},
): Promise<Counterfactuals> {
  const rows = options.rows ?? sampleRows(rowNumbers(table.rows), REFERENCE_ROWS, seededRandom(context.seed));
  const { changes = CHANGES, answers = ANSWERS } = options;
  const columns = (options.actionable ?? table.columns.map(({ name }) => name)).map((name) => columnAt(table, name));
  const choices = columns.map((at) => choiceOf(table, at, row, rows));
  const search = new Search(model, table, row, goal, choices, partOf(context, 0, 0));
  const [asItIs] = await search.ask([new Map()]);
  const { prediction } = asItIs!;
  if (search.reaches(prediction)) return { prediction, reached: true, answers: [] };
  const found: Candidate[] = [];
  let open: Candidate[] = [asItIs!];
  for (let size = 1; size <= changes && found.length < answers; size += 1) {
    search.context = partOf(context, (size - 1) / changes, size / changes);
    const asked = await search.ask(search.further(open.map(({ changed }) => changed)));
    if (size === 1 && choices.length > COMBINED) search.narrow(asked);
    const fresh = asked.filter(({ changed }) => !found.some((earlier) => within(earlier.changed, changed)));
    const enough = fresh.filter((candidate) => search.reaches(candidate.prediction)).sort(nearest);
    for (const candidate of onePerColumns(enough).slice(0, answers - found.length)) {
      const near = await search.nearer(candidate);
      if (!found.some(({ changed }) => within(changed, near.changed))) found.push(near);
    }
    const unfinished = fresh.filter((candidate) => !search.reaches(candidate.prediction));
    unfinished.sort((a, b) => search.gap(a.prediction) - search.gap(b.prediction) || nearest(a, b));
    open = onePerColumns(unfinished).slice(0, BEAM);
  }
  found.sort((a, b) => a.changed.size - b.changed.size || nearest(a, b));
  const described = found.map((candidate) => search.describe(candidate));
  return { prediction, reached: false, answers: described.filter((answer) => answer !== undefined) };
}
