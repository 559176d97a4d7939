import type { RecommenderMaker } from '../recommender.ts';
import { factorMaker } from '../ratings/fitted-factors.ts';

/** SVD++ (Koren 2008): biased factors, to which every item rated adds something whatever it was given. Surprise's `SVDpp`. */
export default factorMaker('svd-plus-plus', true) satisfies RecommenderMaker;
