import * as v from 'valibot';
import { pack, unpack } from '../core/packed.ts';

/** A saved Float64Array: text of `pack`. */
export const packedDoubles = v.pipe(
  v.string(),
  v.transform((text): unknown => unpack(text)),
  v.custom<Float64Array>((value) => value instanceof Float64Array && value.every(Number.isFinite)),
);

/** A saved Float32Array: text of `pack`. */
export const packedFloats = v.pipe(
  v.string(),
  v.transform((text): unknown => unpack(text)),
  v.custom<Float32Array>((value) => value instanceof Float32Array && value.every(Number.isFinite)),
);

/** Whole numbers below 2²⁴ each, in a third of the room of doubles. */
export const packWhole = (numbers: ArrayLike<number>): string => pack(Float32Array.from(numbers));

/** The characters of packed numbers, in base64; those of `packWhole` are floats. */
export const packedLength = ({ floats, doubles }: { floats: number; doubles: number }): number =>
  Math.ceil((4 * (4 * floats + 8 * doubles)) / 3);

/** A saved count of users or items. */
export const size = v.pipe(v.number(), v.integer(), v.minValue(0));
