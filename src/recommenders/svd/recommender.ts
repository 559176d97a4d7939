import type { RecommenderMaker } from '../recommender.ts';
import { factorMaker } from '../ratings/fitted-factors.ts';

/** Biased matrix factorisation by stochastic gradient descent (Funk 2006; Koren 2008): Surprise's `SVD`. */
export default factorMaker('svd', false) satisfies RecommenderMaker;
