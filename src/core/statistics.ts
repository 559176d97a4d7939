/** Shared statistics: tests, intervals and distributions that every report uses alike. One idea per file in the folder. */
export { benjaminiHochberg, discoveryRates, holm } from './statistics/adjust.ts';
export { betaCdf, betaQuantile } from './statistics/beta.ts';
export { chiSquareGoodness, chiSquareSf, chiSquareTest } from './statistics/chi-square.ts';
export type { Moments } from './statistics/describe.ts';
export { meanAndVariance, medianAndMad, quantileSorted } from './statistics/describe.ts';
export { fisherExact } from './statistics/fisher.ts';
export { logGamma } from './statistics/gamma.ts';
export { newcombe, wilson } from './statistics/intervals.ts';
export { welch, welchOfMoments } from './statistics/means.ts';
export { normalCdf, normalQuantile } from './statistics/normal.ts';
export { matthews, oddsRatio, twoProportionZ } from './statistics/proportions.ts';
export { kolmogorovSmirnov, mannWhitney } from './statistics/ranks.ts';
export { tCdf, tQuantile } from './statistics/student.ts';
