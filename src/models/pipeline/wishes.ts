import type { Inputs } from '../../contract/estimator.ts';
import type { Preparation } from '../../contract/learning.ts';
import type { CategoryPlan } from './state.ts';

/** A preparation in which nothing is left to choose. */
export interface Wishes {
  /** What fills a missing number; `none`: it stays missing. */
  numbers: 'none' | 'mean' | 'median' | 'mode';
  /** A missing category stays missing, becomes the commonest level, or a level of its own. */
  categories: 'none' | 'mode' | 'level';
  /** NaN may reach the estimator. */
  gaps: boolean;
  indicators: boolean;
  encode: CategoryPlan['encoding'];
  scale: 'none' | 'standard' | 'minmax' | 'robust';
}

/** Principal components, and selections by weights, want numbers on one scale, whatever the estimator reads. */
const isLinear = ({ components, select }: Preparation) => components > 0 || select === 'l1' || select === 'recursive';

/**
 * What `auto` stands for. Missing: kept where the estimator reads them; else the mean, and for a category a level of its own, as
 * that a value is missing often tells something. Categories: as codes where the estimator reads them, else one-hot, which also
 * takes the place of `native` where it cannot be. One scale where the estimator compares columns.
 */
export function wishesOf(preparation: Preparation, inputs: Inputs): Wishes {
  const linear = isLinear(preparation);
  const keepsMissing = Boolean(inputs.missing) && !linear;
  const readsCodes = Boolean(inputs.categories) && !linear;
  const { impute, encode, scale, indicators } = preparation;
  const wished = encode === 'auto' ? 'native' : encode;
  const encoding = wished === 'native' && !readsCodes ? 'onehot' : wished;
  const asCodes = encoding === 'native' || encoding === 'ordinal';
  return {
    numbers: impute === 'auto' ? (keepsMissing ? 'none' : 'mean') : impute,
    categories: impute === 'none' ? 'none' : impute !== 'auto' ? 'mode' : keepsMissing && asCodes ? 'none' : 'level',
    gaps: keepsMissing,
    indicators,
    encode: encoding,
    scale: scale === 'auto' ? (inputs.scaled || linear ? 'standard' : 'none') : scale,
  };
}
