import type { Shape } from '../../contract/operation.ts';
import { checkNewName, columnOf, ownColumns, sameName } from '../shared/columns.ts';
import type { Pair } from '../shared/hints.ts';

/** A column of the other table, and its name in the outcome. */
export interface Brought {
  name: string;
  as: string;
}

interface Choice {
  table: string;
  keys: readonly Pair[];
  columns: readonly string[];
  prefix: string;
}

/** The columns to bring, all but the keys where none is named; one whose name is taken gets the prefix, at first the table's name. */
export function broughtColumns({ table, keys, columns, prefix }: Choice, input: Shape, other: Shape): Brought[] {
  const all = ownColumns(other).map(({ name }) => name);
  const isKey = (name: string) => keys.some(({ to }) => to === name);
  const chosen = columns.length > 0 ? [...new Set(columns)] : all.filter((name) => !isKey(name));
  const taken = ownColumns(input).map(({ name }) => name);
  return chosen.map((each) => {
    const { name } = columnOf(other, each);
    const as = taken.some((one) => sameName(one, name)) ? `${prefix || `${table}_`}${name}` : name;
    checkNewName(as, taken);
    taken.push(as);
    return { name, as };
  });
}
