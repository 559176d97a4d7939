import * as v from 'valibot';
import { pack } from '../../core/packed.ts';
import { packedDoubles, packedFloats, packWhole, size } from '../state.ts';
import type { Level } from './chains.ts';
import type { Transitions } from './transitions.ts';

export const KIND = 'markov';

const transitionsSchema = v.object({ offsets: packedDoubles, item: packedFloats, weight: packedDoubles });

export const stateSchema = v.object({
  kind: v.literal(KIND),
  users: size,
  items: size,
  extent: v.picklist(['history', 'session']),
  reach: size,
  decay: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  backOff: v.pipe(v.number(), v.minValue(1e-6)),
  counts: packedDoubles,
  first: transitionsSchema,
  levels: v.array(v.object({ keys: packedDoubles, ...transitionsSchema.entries })),
});
type Saved = v.InferOutput<typeof transitionsSchema>;

/** As plain JSON; the sums follow from the weights. */
export const savedTransitions = ({ offsets, item, weight }: Transitions) => ({
  offsets: pack(Float64Array.from(offsets)),
  item: packWhole(item),
  weight: pack(weight),
});

/** Transitions from what was saved; null where rows or items do not fit. */
export function readTransitions({ offsets, item, weight }: Saved, rows: number, items: number): Transitions | null {
  const ascending = offsets.every((offset, row) => row === 0 || offset >= offsets[row - 1]!);
  const fits = offsets.length === rows + 1 && offsets[0] === 0 && offsets[rows] === item.length;
  if (!ascending || !fits || weight.length !== item.length) return null;
  if (!item.every((each) => Number.isInteger(each) && each >= 0 && each < items)) return null;
  const total = Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at += 1) sum += weight[at]!;
    return sum;
  });
  return { offsets: Uint32Array.from(offsets), item: Int32Array.from(item), weight, total };
}

export const savedLevel = ({ keys, transitions }: Level) => ({ keys: pack(keys), ...savedTransitions(transitions) });
