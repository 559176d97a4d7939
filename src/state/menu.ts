import { groups } from '../contract/analysis.ts';
import type { AnyAnalysis, Group } from '../contract/analysis.ts';

export type { Group } from '../contract/analysis.ts';

/** The analyses by group, in the menu's order; groups without any are left out. */
export function menuOf(analyses: Iterable<AnyAnalysis>): { group: Group; analyses: AnyAnalysis[] }[] {
  const all = [...analyses];
  return groups
    .map((group) => ({ group, analyses: all.filter((analysis) => analysis.group === group) }))
    .filter((entry) => entry.analyses.length > 0);
}

/** Whether the users behind the marks of its answers can be listed. */
export const listsPeople = ({ members, people }: AnyAnalysis): boolean => members !== undefined || people !== undefined;
