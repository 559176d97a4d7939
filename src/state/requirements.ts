import type { AnyAnalysis } from '../contract/analysis.ts';
import type { Dataset, Requirement } from '../contract/project.ts';
import { offers } from '../contract/project.ts';

/** What of an analysis's needs the project does not offer now. */
export function missingRequirements(analysis: AnyAnalysis, dataset: Dataset | null): Requirement[] {
  return analysis.requires.filter((requirement) => !dataset || !offers(dataset.views, requirement));
}
