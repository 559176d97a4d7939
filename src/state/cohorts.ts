import type { AnyAnalysis } from '../contract/analysis.ts';
import type { Cohort } from '../contract/document.ts';
import type { EngineRun } from '../contract/engine.ts';
import { stableJson } from '../engine/hash.ts';
import { currentParams, isNewer } from './saved-runs.ts';

/** The users of one mark, as they are shown. */
export interface ShownMark {
  mark: string;
  label: string;
  users: readonly string[];
}

/** A cohort as the project keeps it: how to find these users again, and how many they were. `at` is ISO. */
export const savedCohort = (
  analysis: AnyAnalysis,
  run: Pick<EngineRun, 'params'>,
  { mark, label, users }: ShownMark,
  standing: { id: string; name: string; at: string; fingerprint: string },
): Cohort => ({
  ...standing,
  analysis: analysis.id,
  version: analysis.version,
  params: run.params as Record<string, unknown>,
  mark,
  label,
  users: users.length,
});

/** The cohort kept last of the users behind a mark of this answer. */
export function findCohort(
  cohorts: readonly Cohort[],
  analysis: AnyAnalysis,
  { params }: Pick<EngineRun, 'params'>,
  mark: string,
): Cohort | undefined {
  const wanted = stableJson(params);
  return cohorts.findLast(
    (cohort) =>
      cohort.analysis === analysis.id &&
      cohort.mark === mark &&
      !isNewer(analysis, cohort) &&
      stableJson(currentParams(analysis, cohort)) === wanted,
  );
}

/** Whether a cohort must be counted again to know how many they are: same data, same users. */
export const needsCount = (cohort: Cohort, fingerprint: string | undefined): boolean =>
  fingerprint !== undefined && cohort.fingerprint !== fingerprint;
