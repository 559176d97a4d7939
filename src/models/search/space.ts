import type { Range } from '../../contract/estimator.ts';
import { AppError } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { estimatorParams } from '../catalog.ts';
import { specs } from '../specs.ts';

/** An estimator that takes part, and where its parameters are looked for. */
export interface Candidate {
  estimator: string;
  /** Those of its spec where left out. */
  ranges?: Partial<Record<string, Range>>;
  /** Parameters that are as they are; they are not searched. */
  params?: Record<string, unknown>;
}

/** One parameter: numbers on the unit scale 0 … 1, choices by their place. */
export type Dimension = { name: string } & (
  | { kind: 'number'; from: number; to: number; log: boolean; integer: boolean }
  | { kind: 'choice'; of: readonly unknown[] }
);

/** One candidate's parameters, and where its defaults lie. */
export interface Space {
  estimator: string;
  params: Record<string, unknown>;
  dimensions: readonly Dimension[];
  /** Values of the dimensions in the estimator's own defaults. */
  defaults: Record<string, unknown>;
}

/** A set of parameters: a candidate's place, and a number per dimension of it. */
export interface Point {
  candidate: number;
  units: number[];
  /** The candidate's defaults, which may lie outside of what is searched; `units` are the places next to them. */
  isDefault?: true;
}

function dimensionOf(estimator: string, parameter: string, range: Range): Dimension {
  const bad = () => new AppError('search.bad-range', { estimator, parameter, range: JSON.stringify(range) });
  if ('of' in range) {
    if (range.of.length === 0) throw bad();
    return { name: parameter, kind: 'choice', of: range.of };
  }
  const { from, to, log = false, integer = false } = range;
  if (!(from < to) || (log && from <= 0)) throw bad();
  return { name: parameter, kind: 'number', from, to, log, integer };
}

/** Throws `model.unknown-estimator`, `model.unknown-parameter`, `model.bad-parameter`, `search.bad-range`. */
export function spaceOf({ estimator, ranges, params = {} }: Candidate): Space {
  const whole = estimatorParams(estimator, params);
  const searched = Object.entries(ranges ?? specs.get(estimator)!.search).filter(([name]) => !(name in params));
  const dimensions = searched.map(([name, range]) => dimensionOf(estimator, name, range as Range));
  return {
    estimator,
    params,
    dimensions,
    defaults: Object.fromEntries(dimensions.map(({ name }) => [name, whole[name]])),
  };
}

/** The ends of a scale; whole numbers reach half a step beyond theirs, so that the outer ones are as likely as the others. */
function ends({ from, to, log, integer }: Dimension & { kind: 'number' }): [low: number, high: number] {
  const [low, high] = integer ? [from - 0.5, to + 0.5] : [from, to];
  return log ? [Math.log(low), Math.log(high)] : [low, high];
}

/** The value at a place of the unit scale, or of a choice's number. */
export function valueAt(dimension: Dimension, unit: number): unknown {
  if (dimension.kind === 'choice') return dimension.of[unit];
  const [low, high] = ends(dimension);
  const at = low + unit * (high - low);
  const value = dimension.log ? Math.exp(at) : at;
  // Rounding, of a logarithm or to whole numbers, must not step over an end.
  return Math.min(dimension.to, Math.max(dimension.from, dimension.integer ? Math.round(value) : value));
}

/** The other way; NaN where a value has no place, such as a default that is no number. */
export function unitOf(dimension: Dimension, value: unknown): number {
  if (dimension.kind === 'choice') {
    const at = dimension.of.findIndex((choice) => JSON.stringify(choice) === JSON.stringify(value));
    return at < 0 ? NaN : at;
  }
  if (typeof value !== 'number') return NaN;
  const [low, high] = ends(dimension);
  return Math.min(1, Math.max(0, ((dimension.log ? Math.log(value) : value) - low) / (high - low)));
}

/** The point of a candidate's defaults. */
export const defaultPoint = ({ dimensions, defaults }: Space, candidate: number): Point => ({
  candidate,
  units: dimensions.map((dimension) => unitOf(dimension, defaults[dimension.name])),
  isDefault: true,
});

/** Hyperparameters at a point. */
export function paramsAt(
  { params, dimensions, defaults }: Space,
  { units, isDefault }: Point,
): Record<string, unknown> {
  if (isDefault) return { ...params, ...defaults };
  return { ...params, ...Object.fromEntries(dimensions.map((of, at) => [of.name, valueAt(of, units[at]!)])) };
}

/** A place of a dimension, each as likely. */
export const randomUnit = (dimension: Dimension, random: Random): number =>
  dimension.kind === 'choice' ? Math.floor(random() * dimension.of.length) : random();

/** Some candidate that has something to search, and some point of it. */
export function randomPoint(spaces: readonly Space[], random: Random): Point {
  const varied = [...spaces.keys()].filter((at) => spaces[at]!.dimensions.length > 0);
  const candidate = varied[Math.floor(random() * varied.length)]!;
  return { candidate, units: spaces[candidate]!.dimensions.map((dimension) => randomUnit(dimension, random)) };
}
