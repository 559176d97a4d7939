import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import type { Task } from '../../contract/estimator.ts';
import { AppError } from '../../core/errors.ts';
import { aboutEvents, aboutTable } from './about.ts';
import { eventQueries } from './event-queries.ts';
import { noGuard } from './guard.ts';
import { legendQuery } from './legend.ts';
import type { LearningParams } from './params.ts';
import { planOf } from './plan.ts';
import { noSequences } from './sequences.ts';
import type { TableSource } from './source.ts';
import { sourceOf } from './source.ts';
import { tableFeatures, tableQueries } from './table-queries.ts';

export type LearningTables = 'rows' | 'score' | 'legend' | 'about' | 'guard' | 'sequences' | 'scoreSequences';

function assertFeatures(features: readonly unknown[]): void {
  if (features.length === 0) throw new AppError('learning.no-features');
}

function ofTable(source: TableSource, data: Dataset, sql: Dialect): Record<LearningTables, Query> {
  const features = tableFeatures(source, sql);
  assertFeatures(features);
  return {
    ...tableQueries(source, features, sql),
    legend: legendQuery(features, sql),
    about: aboutTable(source, data, sql),
    guard: noGuard,
    sequences: noSequences,
    scoreSequences: noSequences,
  };
}

function ofEvents(params: LearningParams, data: Dataset, sql: Dialect): Record<LearningTables, Query> {
  const plan = planOf(params, data);
  const { features, queries } = eventQueries({ params, plan, data, sql });
  assertFeatures(features);
  return { ...queries, about: aboutEvents(plan, data, sql) };
}

/**
 * The tables of which core/learning.ts makes what a model reads. `rows`: one row per user and cutoff, ordered by them: "user", "cutoff" (DOUBLE, epoch ms),
 * "label" (DOUBLE, VARCHAR for classes), `f0` …; of a table, its rows with a label and without a cutoff. `score`: the same without a label as of
 * the log's end; of a table, its rows without a label. `legend`, `about`, `guard`, `sequences`, `scoreSequences`: where each is made.
 * Throws `learning.*` where the parameters contradict the data.
 */
export function learningQueries(params: LearningParams, data: Dataset, sql: Dialect): Record<LearningTables, Query> {
  const source = sourceOf(params, data, sql);
  return source.kind === 'table' ? ofTable(source, data, sql) : ofEvents(params, data, sql);
}

const TASKS = { does: 'binary', churns: 'binary', next: 'multiclass', count: 'regression', sum: 'regression' } as const;

/** What there is to learn; null where only a label column's values can tell (`labelsOf` of core/learning.ts). */
export function taskOf(params: LearningParams, data: Dataset, sql: Dialect): Task | null {
  const source = sourceOf(params, data, sql);
  if (source.kind === 'events') return TASKS[params.target];
  return source.label.kind === 'boolean' || params.positive !== '' ? 'binary' : null;
}
