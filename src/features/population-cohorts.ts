import type { Cohort } from '../contract/document.ts';
import type { Condition, Scope } from '../contract/population.ts';
import { AppError } from '../core/errors.ts';
import { checkCondition } from './population-schema.ts';

type Cohorts = readonly Pick<Cohort, 'id' | 'name' | 'rule'>[];

/** What rules that name each other's cohorts again and again may grow to. */
const mostConditions = 10_000;

/**
 * The condition with the rule of each cohort in the cohort's place. Throws `population.unknown-cohort`, `population.cohort-cycle`
 * where a cohort rests on itself, and what `checkCondition` throws of a cohort's rule.
 */
export function withoutCohorts(condition: Condition, cohorts: Cohorts): Condition {
  let count = 0;
  const resolve = (part: Condition, path: readonly Cohorts[number][]): Condition => {
    if (++count > mostConditions) throw new AppError('population.too-large');
    if (part.kind === 'cohort') {
      const cohort = cohortOf(part.id, cohorts);
      if (path.includes(cohort)) throw cycle([...path, cohort]);
      return resolve(checkCondition(cohort.rule), [...path, cohort]);
    }
    if (part.kind === 'not') return { ...part, of: resolve(part.of, path) };
    if (part.kind === 'and' || part.kind === 'or') return { ...part, of: part.of.map((each) => resolve(each, path)) };
    if (part.kind !== 'mark' || !part.scope?.population) return part;
    return { ...part, scope: { ...part.scope, population: resolve(part.scope.population, path) } };
  };
  return resolve(condition, []);
}

/** The scope with rules in the place of cohorts; throws as `withoutCohorts` does. */
export const scopeWithoutCohorts = (scope: Scope, cohorts: Cohorts): Scope =>
  scope.population ? { ...scope, population: withoutCohorts(scope.population, cohorts) } : scope;

function cohortOf(id: string, cohorts: Cohorts): Cohorts[number] {
  const found = cohorts.find((cohort) => cohort.id === id);
  if (!found) throw new AppError('population.unknown-cohort', { id });
  return found;
}

const cycle = (path: Cohorts): AppError =>
  new AppError('population.cohort-cycle', { cohorts: path.map(({ name }) => name).join(' → ') });
