import type { RecommenderConformance } from './conformance.ts';
import { recommenderConforms } from './conformance.ts';
import { recommenderSpecs } from './specs.ts';

/** By recommender; one that is not here runs with its defaults. */
const quick: Record<string, RecommenderConformance> = {
  hybrid: { params: { members: ['item-knn', 'content', 'popularity'] } },
  ease: { params: { lambda: 10 } },
  'item-knn': { params: { k: 10 } },
  'user-knn': { params: { k: 10 } },
  bpr: { params: { factors: 8, epochs: 30, batchSize: 128, learningRate: 0.02 } },
  lightgcn: { params: { factors: 8, epochs: 20, batchSize: 128 } },
  'two-tower': { params: { factors: 8, epochs: 15, batchSize: 64 } },
  gru4rec: { params: { width: 8, epochs: 12, batchSize: 16, learningRate: 0.03 } },
  sasrec: { params: { width: 16, layers: 1, epochs: 15, batchSize: 16, learningRate: 0.005 } },
};

/** RECOMMENDERS=ease,slim runs these alone. */
const asked = process.env['RECOMMENDERS']?.split(',') ?? [...recommenderSpecs.keys()];

for (const id of asked) recommenderConforms(id, quick[id]);
