import type { LearningColumn, LearningTable, Sequences } from '../../core/learning-table.ts';

/** Codes of another column's levels by the levels of the first, to which those that it lacks are added. */
function joinLevels(a: readonly string[], b: readonly string[]): { levels: string[]; codeOf: Int32Array } {
  const places = new Map(a.map((level, code) => [level, code]));
  const levels = [...a];
  const codeOf = Int32Array.from(b, (level) => {
    if (!places.has(level)) places.set(level, levels.push(level) - 1);
    return places.get(level)!;
  });
  return { levels, codeOf };
}

function joinColumns(a: LearningColumn, b: LearningColumn, rows: number): LearningColumn {
  if (a.kind === 'number' && b.kind === 'number') {
    const values = new Float64Array(a.values.length + rows);
    values.set(a.values);
    values.set(b.values, a.values.length);
    return { ...a, values };
  }
  // What is a number in one table alone was empty in the other.
  if (a.kind !== 'category' || b.kind !== 'category') return joinColumns(a, emptied(a, rows), rows);
  const { levels, codeOf } = joinLevels(a.levels, b.levels);
  const codes = new Int32Array(a.codes.length + rows);
  codes.set(a.codes);
  b.codes.forEach((code, row) => (codes[a.codes.length + row] = code < 0 ? -1 : codeOf[code]!));
  return { ...a, codes, levels };
}

/** A column of the same kind in which every value is missing. */
const emptied = (column: LearningColumn, rows: number): LearningColumn =>
  column.kind === 'number'
    ? { ...column, values: new Float64Array(rows).fill(NaN) }
    : { ...column, codes: new Int32Array(rows).fill(-1), levels: [] };

function joinSequences(a: Sequences, b: Sequences): Sequences {
  const codes = new Int32Array(a.codes.length + b.codes.length);
  const gaps = new Float32Array(codes.length);
  codes.set(a.codes);
  codes.set(b.codes, a.codes.length);
  gaps.set(a.gaps);
  gaps.set(b.gaps, a.gaps.length);
  return { ...a, codes, gaps };
}

/** The rows of the second table after those of the first, column by column by name, so that a level has one code in both. */
export function joinTables(a: LearningTable, b: LearningTable): LearningTable {
  const byName = new Map(b.columns.map((column) => [column.name, column]));
  const columns = a.columns.map((column) =>
    joinColumns(column, byName.get(column.name) ?? emptied(column, b.rows), b.rows),
  );
  const sequences = a.sequences && b.sequences && joinSequences(a.sequences, b.sequences);
  return { rows: a.rows + b.rows, columns, ...(sequences && { sequences }) };
}
