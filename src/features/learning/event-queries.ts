import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { featuresAt } from './at-moment.ts';
import type { EventFeature, FeatureContext } from './feature.ts';
import { columnName } from './feature.ts';
import { legendQuery } from './legend.ts';
import { guardQuery, noGuard } from './guard.ts';
import type { LearningParams } from './params.ts';
import type { Plan } from './plan.ts';
import { noSequences, sequenceQuery } from './sequences.ts';
import { featuresOf } from './sets.ts';
import { pairsOf } from './pairs.ts';
import { labelJoin, targetSql } from './target.ts';

/** All that the queries of one wish share. */
interface Wish {
  params: LearningParams;
  plan: Plan;
  data: Dataset;
  sql: Dialect;
}

/** The table of the commonest pairs, for `WITH`. */
const PAIRS_TABLE = 'commonest_pairs';

function contextAt(cutoff: number, { params, plan, data, sql }: Wish): FeatureContext {
  return { cutoff, history: plan.history, data, sql, target: targetSql(params, data, sql), pairs: PAIRS_TABLE };
}

/** The query, with the pairs that its features count, where any do. */
function withPairs(query: string, features: readonly EventFeature[], { plan, sql }: Wish): string {
  if (!features.some(({ pair }) => pair !== undefined)) return query;
  return `WITH ${PAIRS_TABLE} AS (\n${pairsOf(plan, sql)}\n)\n${query}`;
}

const makerOf =
  ({ sets }: LearningParams) =>
  (context: FeatureContext): EventFeature[] =>
    featuresOf(sets, context);

/** Users with a label at a cutoff: "user", "cutoff", "label", then the features given. */
function labelledAt(cutoff: number, features: readonly EventFeature[], wish: Wish): string {
  const { label, join } = labelJoin(cutoff, wish.plan, wish.params, wish.data, wish.sql);
  const columns = ['x."user"', `CAST(${cutoff} AS DOUBLE) AS "cutoff"`, `${label} AS "label"`];
  return `SELECT ${[...columns, ...features.map((_, place) => `x.${columnName(place)}`)].join(', ')} FROM (
${featuresAt(features, contextAt(cutoff, wish))}
) AS x ${join}`;
}

function rows(wish: Wish, make: (context: FeatureContext) => EventFeature[]): string {
  const { train, test } = wish.plan;
  return [...train, test]
    .map((cutoff) => labelledAt(cutoff, make(contextAt(cutoff, wish)), wish))
    .join('\nUNION ALL\n');
}

function score({ plan }: Wish, context: FeatureContext, features: readonly EventFeature[]): string {
  const columns = ['x."user"', `CAST(${plan.score} AS DOUBLE) AS "cutoff"`];
  return `SELECT ${[...columns, ...features.map((_, place) => `x.${columnName(place)}`)].join(', ')} FROM (
${featuresAt(features, context)}
) AS x`;
}

const inOrder = (query: string): string => `SELECT * FROM (\n${query}\n) ORDER BY "cutoff", "user"`;

function sequences(wish: Wish, context: FeatureContext) {
  const { params, plan } = wish;
  if (params.sequence === 0) return { sequences: noSequences, scoreSequences: noSequences };
  const contexts = [...plan.train, plan.test].map((cutoff) => contextAt(cutoff, wish));
  return {
    sequences: sequenceQuery(
      rows(wish, () => []),
      contexts,
      params.sequence,
    ),
    scoreSequences: sequenceQuery(score(wish, context, []), [context], params.sequence),
  };
}

/** What a log teaches: tables by name, and the features in the order of their columns. */
export function eventQueries(wish: Wish) {
  const { params, plan, data, sql } = wish;
  const make = makerOf(params);
  const last = contextAt(plan.score, wish);
  const features = make(last);
  return {
    features,
    queries: {
      rows: withPairs(inOrder(rows(wish, make)), features, wish),
      score: withPairs(inOrder(score(wish, last, features)), features, wish),
      legend: withPairs(legendQuery(features, sql, PAIRS_TABLE), features, wish),
      guard: params.guard ? guardQuery(make, plan, last.target, data, sql) : noGuard,
      ...sequences(wish, last),
    },
  };
}
