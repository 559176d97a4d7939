import { AppError, called } from '../../core/errors.ts';
import type { FitContext } from '../../models/estimator.ts';
import { partly } from '../../models/study/listening.ts';
import { recommenderOf } from '../catalog.ts';
import type { LearningData } from '../data.ts';
import type { FittedRecommender } from '../recommender.ts';
import { recommenderSpecs } from '../specs.ts';

/** A member that could not learn from the data, and the code of why. */
export interface LeftOut {
  id: string;
  code: string;
}

export interface Members {
  fitted: FittedRecommender[];
  leftOut: LeftOut[];
}

/** What is wrong with the request or with all of the data, and not with one member: it is passed on. */
const FATAL = /^recommend\.(no-interactions|unknown-|bad-|wrong-)/;

const lacksData = (error: unknown): error is AppError =>
  error instanceof AppError && error.code.startsWith('recommend.') && !FATAL.test(error.code);

/**
 * Each recommender trained with its defaults, one after another; who cannot learn from this data (no content, say) is left out.
 * Throws `recommend.no-member` where nobody can, and what `recommenderOf` throws.
 */
export async function trainMembers(ids: readonly string[], data: LearningData, context: FitContext): Promise<Members> {
  const members: Members = { fitted: [], leftOut: [] };
  for (const [at, id] of ids.entries()) {
    const recommender = await recommenderOf(id, {}, data.feedback);
    try {
      const part = partly(context, at / ids.length, (at + 1) / ids.length);
      members.fitted.push(await recommender.fit(data, part));
    } catch (error) {
      if (!lacksData(error)) throw error;
      members.leftOut.push({ id, code: error.code });
    }
  }
  if (members.fitted.length > 0) return members;
  const titles = (language: 'en' | 'zh', between: string) =>
    ids.map((id) => recommenderSpecs.get(id)!.texts[language].title).join(between);
  throw new AppError(
    'recommend.no-member',
    called('members', ids.join(', '), { en: titles('en', ', '), zh: titles('zh', '、') }),
  );
}
