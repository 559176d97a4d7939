import type { AnyAnalysis } from './contract/analysis.ts';
import type { AnyOperation } from './contract/operation.ts';

const folders = import.meta.glob<AnyAnalysis>('./analyses/*/index.ts', { eager: true, import: 'default' });

/** Every analysis by id: each folder's default export. A new folder is found here without an edit. */
export const analyses: ReadonlyMap<string, AnyAnalysis> = new Map(
  Object.values(folders).map((analysis) => [analysis.id, analysis]),
);

const operationFolders = import.meta.glob<AnyOperation>('./operations/*/index.ts', { eager: true, import: 'default' });

/** Every cleaning and joining operation by id, found the same way. */
export const operations: ReadonlyMap<string, AnyOperation> = new Map(
  Object.values(operationFolders).map((operation) => [operation.id, operation]),
);
