import type { Table } from 'apache-arrow';
import { numbers, strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';

/** Columns of numbers that stand for the covariates: a text of k levels becomes k − 1 columns `name_level`, the first level being the reference. */
export interface Design {
  names: string[];
  columns: Float64Array[];
  /** Covariates that say nothing a model could read. */
  left: string[];
}

const MOST_LEVELS = 12;
const MOST_ASKED_LEVELS = 30;
/** A whole number of its own for each of so many subjects is a name. */
const NAMING = 50;

const isName = (values: Float64Array): boolean =>
  values.length >= NAMING && values.every(Number.isInteger) && new Set(values).size === values.length;

function dummies(name: string, values: readonly (string | null)[], levels: readonly string[]) {
  return levels.slice(1).map((level) => ({
    name: `${name}_${level}`,
    // What is missing in the reference is missing in each.
    column: Float64Array.from(values, (value) => (value === null ? NaN : value === level ? 1 : 0)),
  }));
}

/** The covariates of the rows as numbers; `asked`: they were named, so that one that cannot be read is refused (`survival.many-levels`). */
export function designOf(subjects: Table, legend: Table, asked: boolean): Design {
  const [names, kinds] = [strings(legend, 'name'), strings(legend, 'kind')];
  const design: Design = { names: [], columns: [], left: [] };
  const add = (name: string, column: Float64Array) => {
    design.names.push(name);
    design.columns.push(column);
  };
  for (const [n, name] of (names as string[]).entries()) {
    if (kinds[n] === 'n') {
      const values = numbers(subjects, `c${n}`);
      if (!asked && isName(values)) design.left.push(name);
      else add(name, values);
      continue;
    }
    const values = strings(subjects, `c${n}`);
    const levels = [...new Set(values.filter((value) => value !== null))].sort();
    const most = asked ? MOST_ASKED_LEVELS : MOST_LEVELS;
    if (asked && levels.length > most)
      throw new AppError('survival.many-levels', { column: name, levels: levels.length, most });
    if (levels.length > most) design.left.push(name);
    else for (const dummy of dummies(name, values, levels)) add(dummy.name, dummy.column);
  }
  return design;
}
