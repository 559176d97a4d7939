import type * as v from 'valibot';
import type { FitContext } from '../../models/estimator.ts';
import { listening, partly } from '../../models/study/listening.ts';
import type { LearningData } from '../data.ts';
import { assertInteractions } from '../popular.ts';
import type { RecommenderMaker } from '../recommender.ts';
import { recommenderSpecs } from '../specs.ts';
import { FittedHybrid, KIND, loadHybrid } from './fitted-hybrid.ts';
import type { HeldBack } from './hold-out.ts';
import { holdOut } from './hold-out.ts';
import type { Blend } from './learn.ts';
import { evenly, learnBlend } from './learn.ts';
import { trainMembers } from './members.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

/** Where the members are trained on everything, and where, of what is left, on what is not held back. */
const SHARES = { trained: 0.45, tried: 0.75 };

/** The members that can learn are known by then; they are trained once more, without what is held back, to see what each is worth. */
async function blendOf(
  ids: readonly string[],
  data: LearningData,
  heldBack: HeldBack,
  context: FitContext,
): Promise<Blend> {
  // Who learns from the order would know what came between.
  const which = ids.some((id) => recommenderSpecs.get(id)?.readsOrder) ? 'latest' : heldBack;
  const held = ids.length > 1 ? holdOut(data, which, context.seed) : null;
  if (!held) return evenly(ids.length);
  const { fitted } = await trainMembers(ids, held.train, partly(context, 0, SHARES.tried));
  if (fitted.length < ids.length) return evenly(ids.length);
  const after = partly(context, SHARES.tried, 1);
  return learnBlend(fitted, held, context.seed, (share) => after.step(share));
}

async function fit(
  data: LearningData,
  { members, blend, heldBack }: Params,
  context: FitContext,
): Promise<FittedHybrid> {
  assertInteractions(data);
  const heard = listening({ ...context, ranOn: () => undefined });
  const learned = blend === 'learned';
  const named = [...new Set(members)];
  const { fitted, leftOut } = await trainMembers(named, data, partly(heard.context, 0, learned ? SHARES.trained : 1));
  const ids = fitted.map(({ kind }) => kind);
  const learnt = learned
    ? await blendOf(ids, data, heldBack, partly(heard.context, SHARES.trained, 1))
    : evenly(ids.length);
  context.ranOn(heard.backend());
  return new FittedHybrid(data.interactions.users, fitted, learnt, blend, leftOut);
}

/** Several recommenders as one: by weights learnt on items held back from them, or by their ranks. */
export default {
  make: (params) => ({ kind: KIND, fit: (data, context) => fit(data, params as Params, context) }),
  load: loadHybrid,
} satisfies RecommenderMaker;
