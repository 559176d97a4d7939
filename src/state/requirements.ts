import type { AnyAnalysis } from '../contract/analysis.ts';
import type { Dataset, Requirement, ViewName } from '../contract/project.ts';

/** What of an analysis's needs the project does not offer now. */
export function missingRequirements(analysis: AnyAnalysis, dataset: Dataset | null): Requirement[] {
  return analysis.requires.filter((requirement) => {
    const [view, field] = requirement.split('.') as [ViewName, string];
    return !dataset?.views[view]?.includes(field);
  });
}
