import type { AnyAnalysis } from '../contract/analysis.ts';
import type { Cohort } from '../contract/document.ts';
import type { EngineRun } from '../contract/engine.ts';
import { stableJson } from '../engine/hash.ts';
import type { Condition } from '../contract/population.ts';
import { currentParams, isNewer } from './saved-runs.ts';

/** The users of one mark, as they are shown. */
export interface ShownMark {
  mark: string;
  label: string;
  users: readonly string[];
}

type MarkRule = Extract<Condition, { kind: 'mark' }>;

/** The rule "behind this mark of this answer", under the scope that the answer stood on. */
export const markRule = (
  analysis: Pick<AnyAnalysis, 'id' | 'version'>,
  { params, scope }: Pick<EngineRun, 'params' | 'scope'>,
  { mark, label }: Pick<ShownMark, 'mark' | 'label'>,
): MarkRule => ({
  kind: 'mark',
  analysis: analysis.id,
  version: analysis.version,
  params: params as Record<string, unknown>,
  mark,
  label,
  ...(scope && { scope }),
});

/** A cohort as the project keeps it: how to find these users again, and how many they were. `at` is ISO. */
export const savedCohort = (
  analysis: AnyAnalysis,
  run: Pick<EngineRun, 'params' | 'scope'>,
  shown: ShownMark,
  standing: { id: string; name: string; at: string; fingerprint: string },
): Cohort => ({
  ...standing,
  rule: markRule(analysis, run, shown),
  label: shown.label,
  users: shown.users.length,
});

/** The analysis whose mark a cohort is; null for one with another rule. */
export const markOf = ({ rule }: Cohort): MarkRule | null => (rule.kind === 'mark' ? rule : null);

/** The cohort kept last of the users behind a mark of this answer. */
export function findCohort(
  cohorts: readonly Cohort[],
  analysis: AnyAnalysis,
  { params, scope }: Pick<EngineRun, 'params' | 'scope'>,
  mark: string,
): Cohort | undefined {
  const wanted = stableJson([params, scope ?? null]);
  return cohorts.findLast((cohort) => {
    const rule = markOf(cohort);
    return (
      rule?.analysis === analysis.id &&
      rule.mark === mark &&
      !isNewer(analysis, rule) &&
      stableJson([currentParams(analysis, rule), rule.scope ?? null]) === wanted
    );
  });
}

/** Whether a cohort must be counted again to know how many they are: same data, same users. */
export const needsCount = (cohort: Cohort, fingerprint: string | undefined): boolean =>
  fingerprint !== undefined && cohort.fingerprint !== fingerprint;
