import type { Backend } from '../../contract/workers.ts';
import type { SignalParams } from '../../contract/recommending.ts';
import type { FitContext } from '../../models/estimator.ts';
import { listening } from '../../models/study/listening.ts';
import { recommenderOf, recommenderParams } from '../catalog.ts';
import type { LearningData } from '../data.ts';
import type { SignalTables } from '../reading/reading.ts';
import type { FittedRecommender } from '../recommender.ts';
import { heldFit } from './held.ts';

/** Which recommender, with which settings. */
export interface Choice {
  algorithm: string;
  params: Record<string, unknown>;
}

/** Where a held model was trained, for the runs that find it there. */
const backends = new WeakMap<FittedRecommender, Backend>();

/** Where a recommender of `finalFit` was trained. */
export const trainedOn = (fitted: FittedRecommender): Backend => backends.get(fitted) ?? { name: 'cpu' };

/** What of the parameters decides what is learnt from. */
function signalsKey(params: SignalParams): unknown[] {
  const { feedback, repeats, halfLife, minPerUser, minPerItem } = params;
  return [feedback, repeats, halfLife, minPerUser, minPerItem];
}

/**
 * The chosen recommender, trained on everything that there is; held for the next question to the same log.
 * Throws as `recommenderOf` and `fit` do.
 */
export async function finalFit(
  tables: SignalTables,
  data: LearningData,
  { algorithm, params }: Choice,
  signals: SignalParams,
  context: FitContext,
): Promise<FittedRecommender> {
  const whole = recommenderParams(algorithm, params);
  const key = JSON.stringify([algorithm, whole, context.seed, context.backend ?? '', ...signalsKey(signals)]);
  const fitted = await heldFit(tables, key, async () => {
    const recommender = await recommenderOf(algorithm, params, data.feedback);
    const heard = listening(context);
    const made = await recommender.fit(data, heard.context);
    backends.set(made, heard.backend());
    return made;
  });
  context.ranOn(trainedOn(fitted));
  return fitted;
}
