import type { Proportion } from '../../contract/analysis.ts';
import type { FunnelResult } from './result.ts';
import type { Text } from './wording.ts';
import { unitsText } from './wording.ts';

/** Of those who entered, how many came to the last required step; null for one step alone. */
export function proportion({ steps, definition }: FunnelResult, text: Text): Proportion | null {
  const chain = steps.filter((step) => !step.optional);
  if (chain.length < 2) return null;
  const [first, last] = [chain[0]!, chain.at(-1)!];
  const units = unitsText(definition, text);
  const isUnordered = definition.order === 'unordered';
  return {
    name: isUnordered
      ? text('proportion.unordered', { n: chain.length, units })
      : text('proportion', { first: first.name, last: last.name, units }),
    hits: last.count,
    trials: first.count,
    repeated: definition.count !== 'users' && !(definition.count === 'attempts' && isUnordered),
  };
}
