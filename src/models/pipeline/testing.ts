import type { Inputs } from '../../contract/estimator.ts';
import type { Preparation } from '../../contract/learning.ts';
import { preparationSchema } from '../../contract/learning.ts';
import * as v from 'valibot';
import type { LearningColumn, LearningTable } from '../learning-table.ts';
import type { PipelineOptions } from './pipeline.ts';

/** A column of numbers for tests; null is missing. */
export const numberColumn = (name: string, values: readonly (number | null)[]): LearningColumn => ({
  name,
  kind: 'number',
  values: Float64Array.from(values, (value) => value ?? NaN),
});

/** A column of categories for tests, its levels in the order of the alphabet; null is missing. */
export function categoryColumn(name: string, values: readonly (string | null)[]): LearningColumn {
  const levels = [...new Set(values.filter((value) => value !== null))].sort();
  return { name, kind: 'category', codes: Int32Array.from(values, (value) => levels.indexOf(value ?? '')), levels };
}

export function tableOf(...columns: LearningColumn[]): LearningTable {
  const [first] = columns;
  const rows = first === undefined ? 0 : first.kind === 'number' ? first.values.length : first.codes.length;
  return { rows, columns };
}

export const allRows = (table: LearningTable): Uint32Array => Uint32Array.from({ length: table.rows }, (_, row) => row);

/** Options of a pipeline, all defaults but those given. */
export const optionsOf = (
  preparation: Partial<Preparation> = {},
  inputs: Inputs = {},
  rest: Partial<PipelineOptions> = {},
): PipelineOptions => ({
  preparation: v.parse(preparationSchema, preparation),
  inputs,
  task: 'binary',
  classes: 2,
  seed: 1,
  ...rest,
});
