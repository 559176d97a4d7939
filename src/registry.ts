import type { AnyAnalysis } from './contract/analysis.ts';

const folders = import.meta.glob<AnyAnalysis>('./analyses/*/index.ts', { eager: true, import: 'default' });

/** Every analysis by id: each folder's default export. A new folder is found here without an edit. */
export const analyses: ReadonlyMap<string, AnyAnalysis> = new Map(
  Object.values(folders).map((analysis) => [analysis.id, analysis]),
);
