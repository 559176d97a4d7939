import type { ProjectStatus } from '../contract/engine.ts';
import type { KeptProject } from '../contract/storage.ts';
import type { Sample } from './samples.ts';

/** Where a sample opens: as it is already, in the open project, in a kept one, or in a new one. */
export type SamplePlace = { kind: 'open' } | { kind: 'here' } | { kind: 'kept'; id: string } | { kind: 'new' };

interface Open {
  status: Pick<ProjectStatus, 'id' | 'name' | 'access'>;
  tables: readonly { name: string }[];
}

const isNamedAfter = (name: string, { title }: Sample): boolean => Object.values(title).includes(name);

/** The table that a sample's roles read. */
export const sampleTable = (sample: Sample): string => Object.values(sample.mapping)[0]?.table ?? sample.id;

/** True for a project that holds the sample's rows and nothing else, as far as its entry in the list tells. */
const isSample = (project: KeptProject, sample: Sample): boolean =>
  project.state === 'whole' && isNamedAfter(project.name, sample) && project.rows === sample.rows;

/** A sample never comes into a project that has tables of its own, and is not imported twice. */
export function samplePlace(sample: Sample, open: Open, kept: readonly KeptProject[]): SamplePlace {
  const { status, tables } = open;
  if (isNamedAfter(status.name, sample) && tables.some(({ name }) => name === sampleTable(sample)))
    return { kind: 'open' };
  const known = kept.find((project) => project.id !== status.id && isSample(project, sample));
  if (known) return { kind: 'kept', id: known.id };
  return tables.length === 0 && status.access === 'write' ? { kind: 'here' } : { kind: 'new' };
}
