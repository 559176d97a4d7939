import * as v from 'valibot';
import { featureSets } from '../../features/behaviour.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** What users are compared by, and how they are grouped; `{}` is k-means of all they did, k chosen by the silhouette. */
export const params = v.object({
  features: v.optional(v.array(v.picklist(featureSets)), ['activity', 'value', 'mix', 'clock', 'variety']),
  scaling: v.optional(v.picklist(['log', 'z', 'robust']), 'log'),
  algorithm: v.optional(v.picklist(['kmeans', 'minibatch', 'gmm', 'dbscan', 'hierarchical']), 'kmeans'),
  /** 0: chosen. */
  k: v.optional(whole(0, 20), 0),
  maxK: v.optional(whole(2, 12), 8),
  linkage: v.optional(v.picklist(['ward', 'average', 'complete', 'single']), 'ward'),
  /** 0: where the distances to the neighbours bend. */
  eps: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e6)), 0),
  minPoints: v.optional(whole(2, 1000), 10),
  rounds: v.optional(whole(0, 200), 20),
  map: v.optional(v.picklist(['both', 'pca', 'umap', 'none']), 'both'),
});

export type Params = v.InferOutput<typeof params>;
