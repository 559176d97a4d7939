import type { Cases, Variants } from '../../core/paths.ts';
import { nodeNamed } from '../../core/paths.ts';
import type { Nodes } from '../../core/paths.ts';
import type { Alignment } from './align.ts';
import { aligner } from './align.ts';
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

/** Aligns each variant once, since all its cases deviate alike, and tells of each; nothing is kept of it. */
export async function alignVariants(
  cases: Cases,
  { first }: Variants,
  { codes }: Model,
  step: (done: number) => Promise<void>,
  visit: (alignment: Alignment, variant: number) => void,
): Promise<void> {
  const align = aligner(codes);
  for (let variant = 0; variant < first.length; variant++) {
    if ((variant & 8191) === 0) await step(variant / first.length);
    visit(align(traceOf(cases, first[variant]!)), variant);
  }
}

export interface Conforming {
  conformance: Conformance;
  /** Whether each variant takes the path. */
  fits: Uint8Array;
}

/** Sums the alignments over all cases. */
export async function conformanceOf(
  model: Model,
  cases: Cases,
  variants: Variants,
  { names }: Nodes,
  step: (done: number) => Promise<void>,
): Promise<Conforming> {
  const costs = new Map<number, number>();
  const sums = KINDS.map((kind) => ({
    kind,
    cases: new Float64Array(names.length),
    times: new Float64Array(names.length),
  }));
  const fits = new Uint8Array(variants.first.length);
  let fitness = 0;
  await alignVariants(cases, variants, model, step, ({ cost, deviations }, variant) => {
    const count = variants.counts[variant]!;
    const length = traceOf(cases, variants.first[variant]!).length;
    if (cost === 0) fits[variant] = 1;
    costs.set(cost, (costs.get(cost) ?? 0) + count);
    fitness += count * (1 - cost / (length + model.codes.length));
    for (const { kind, code, times } of deviations) {
      const sum = sums[KINDS.indexOf(kind)]!;
      sum.cases[code]! += count;
      sum.times[code]! += count * times;
    }
  });
  const found = sums.flatMap(({ kind, cases: has, times }) =>
    names
      .map((event, code) => ({ kind, event, cases: has[code]!, times: times[code]! }))
      .filter((each) => each.cases > 0),
  );
  return {
    fits,
    conformance: {
      model: Array.from(model.codes, (code) => names[code] ?? '?'),
      assumed: model.assumed,
      fitting: costs.get(0) ?? 0,
      fitness: cases.count > 0 ? fitness / cases.count : 0,
      costs: [...costs].sort(([a], [b]) => a - b),
      // A stable sort: by kind and code among equals.
      deviations: found.sort((a, b) => b.cases - a.cases),
    },
  };
}
