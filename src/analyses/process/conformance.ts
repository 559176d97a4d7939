import type { Cases, Variants } from '../../core/paths.ts';
import { nodeNamed } from '../../core/paths.ts';
import type { Nodes } from '../../core/paths.ts';
import type { Alignment } from './align.ts';
import { alignTrace } from './align.ts';
import type { Conformance, DeviationKind } from './result.ts';

export const KINDS = ['skipped', 'extra', 'moved'] as const satisfies readonly DeviationKind[];

export const traceOf = ({ events, offsets }: Cases, n: number): Uint16Array =>
  events.subarray(offsets[n], offsets[n + 1]);

/** A way longer than this makes no model: nobody could read it. */
const LONGEST = 100;

export interface Model {
  codes: Uint16Array;
  assumed: boolean;
}

/** The path drawn; or the commonest variant, where more than one case takes it and it is no longer than a model may be. Throws `paths.unknown-node`. */
export function modelOf(drawn: readonly string[], nodes: Nodes, cases: Cases, variants: Variants): Model | null {
  if (drawn.length > 0) return { codes: Uint16Array.from(drawn, (name) => nodeNamed(name, nodes)), assumed: false };
  let best = -1;
  variants.counts.forEach((count, variant) => {
    if (best < 0 || count > variants.counts[best]!) best = variant;
  });
  if (best < 0 || variants.counts[best]! < 2) return null;
  const codes = traceOf(cases, variants.first[best]!);
  return codes.length > LONGEST ? null : { codes, assumed: true };
}

/** Each variant aligned once; all cases of a variant deviate alike. */
export async function alignVariants(
  cases: Cases,
  { first }: Variants,
  { codes }: Model,
  step: (done: number) => Promise<void>,
): Promise<Alignment[]> {
  const alignments: Alignment[] = [];
  for (let variant = 0; variant < first.length; variant++) {
    if ((variant & 1023) === 0) await step(variant / first.length);
    alignments.push(alignTrace(traceOf(cases, first[variant]!), codes));
  }
  return alignments;
}

/** Sums the alignments over all cases. */
export function conformanceOf(
  model: Model,
  alignments: readonly Alignment[],
  cases: Cases,
  variants: Variants,
  { names }: Nodes,
): Conformance {
  const costs = new Map<number, number>();
  const found = new Map<string, { kind: DeviationKind; code: number; cases: number; times: number }>();
  let fitness = 0;
  alignments.forEach((alignment, variant) => {
    const count = variants.counts[variant]!;
    const length = traceOf(cases, variants.first[variant]!).length;
    costs.set(alignment.cost, (costs.get(alignment.cost) ?? 0) + count);
    fitness += count * (1 - alignment.cost / (length + model.codes.length));
    for (const kind of KINDS)
      for (const [code, times] of alignment[kind]) {
        const key = `${kind} ${code}`;
        const known = found.get(key) ?? { kind, code, cases: 0, times: 0 };
        found.set(key, { ...known, cases: known.cases + count, times: known.times + count * times });
      }
  });
  const deviations = [...found.values()].sort(
    (a, b) => b.cases - a.cases || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.code - b.code,
  );
  return {
    model: Array.from(model.codes, (code) => names[code] ?? '?'),
    assumed: model.assumed,
    fitting: costs.get(0) ?? 0,
    fitness: cases.count > 0 ? fitness / cases.count : 0,
    costs: [...costs].sort(([a], [b]) => a - b),
    deviations: deviations.map(({ kind, code, ...rest }) => ({ kind, event: names[code]!, ...rest })),
  };
}
