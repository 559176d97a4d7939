import type { Condition } from '../contract/population.ts';

export type ConditionKind = Exclude<Condition['kind'], 'not'>;
export type Group = Extract<Condition, { kind: 'and' | 'or' }>;

/** The kinds that a person can choose; one behind a mark comes from a chart. */
export const chosenKinds = [
  'did',
  'first',
  'sequence',
  'property',
  'list',
  'stage',
  'cohort',
  'and',
  'or',
] as const satisfies readonly ConditionKind[];

/** A new condition of a kind; `property` and `cohort` are the first of those there are. */
export function newCondition(
  kind: ConditionKind,
  first: { property?: string | undefined; cohort?: string | undefined } = {},
): Condition {
  const any = { events: [] };
  switch (kind) {
    case 'first':
      return { kind, what: any };
    case 'sequence':
      return { kind, steps: [] };
    case 'property':
      return { kind, filter: { property: first.property ?? '', is: 'is', values: [] } };
    case 'list':
      return { kind, users: [] };
    case 'stage':
      return { kind, stage: 'new', period: 'week' };
    case 'cohort':
      return { kind, id: first.cohort ?? '' };
    case 'and':
    case 'or':
      return { kind, of: [{ kind: 'did', what: any }] };
    default:
      return { kind: 'did', what: any };
  }
}

/** A rule as a group that one can add to. */
export const asGroup = (rule: Condition): Group =>
  rule.kind === 'and' || rule.kind === 'or' ? rule : { kind: 'and', of: [rule] };

/** A rule without groups of one. */
export function simplified(rule: Condition): Condition {
  if (rule.kind === 'not') return { kind: 'not', of: simplified(rule.of) };
  if (rule.kind !== 'and' && rule.kind !== 'or') return rule;
  const of = rule.of.map(simplified);
  return of.length === 1 ? of[0]! : { kind: rule.kind, of };
}

/** Why a rule can't be looked up yet: a group, a sequence, a list or a choice that is still empty. */
export function isUnfinished(rule: Condition): boolean {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return rule.of.length === 0 || rule.of.some(isUnfinished);
    case 'not':
      return isUnfinished(rule.of);
    case 'sequence':
      return rule.steps.length === 0;
    case 'list':
      return rule.users.length === 0;
    case 'cohort':
      return rule.id === '';
    case 'property':
      return rule.filter.property === '';
    default:
      return false;
  }
}

/** Whether a rule rests on a cohort: one that did so on itself could never be looked up. */
export function restsOn(rule: Condition, id: string, ruleOf: (id: string) => Condition | undefined): boolean {
  if (rule.kind === 'cohort') {
    if (rule.id === id) return true;
    const below = ruleOf(rule.id);
    return below !== undefined && restsOn(below, id, ruleOf);
  }
  if (rule.kind === 'not') return restsOn(rule.of, id, ruleOf);
  return (rule.kind === 'and' || rule.kind === 'or') && rule.of.some((part) => restsOn(part, id, ruleOf));
}
