import { SvelteMap } from 'svelte/reactivity';
import type { AnyAnalysis } from '../contract/analysis.ts';
import type { AnyOperation } from '../contract/operation.ts';

/**
 * Every analysis and operation by id, as the registry has them. They come beside the page: it is drawn and the engine starts while
 * they are on their way, and whoever reads them here sees them arrive.
 */
export const catalog = {
  analyses: new SvelteMap<string, AnyAnalysis>(),
  operations: new SvelteMap<string, AnyOperation>(),
};

/** As a newcomer would take them: quick ones first, and those that ask least of the data. */
const weight = (analysis: AnyAnalysis) => (analysis.cost === 'dear' ? 100 : 0) + analysis.requires.length;

/** Resolves when all are there. */
export async function loadCatalog(): Promise<void> {
  const { analyses, operations } = await import('../registry.ts');
  const inOrder = [...analyses].sort(([, a], [, b]) => weight(a) - weight(b));
  for (const [id, analysis] of inOrder) catalog.analyses.set(id, analysis);
  for (const [id, operation] of operations) catalog.operations.set(id, operation);
}
