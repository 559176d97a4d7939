import type { AnyAnalysis } from '../contract/analysis.ts';
import { stableJson } from '../engine/hash.ts';

type Params = Readonly<Record<string, unknown>>;

/** The presets of an analysis, and whether the parameters are as each has them; a parameter that it leaves alone may be anything. */
export const presetsOf = (
  { presets = [] }: AnyAnalysis,
  params: Params,
): { id: string; params: Params; fits: boolean }[] =>
  presets.map(({ id, params: own }) => {
    const preset = own as Params;
    return {
      id,
      params: preset,
      fits: Object.entries(preset).every(([name, value]) => stableJson(params[name]) === stableJson(value)),
    };
  });
