import type { Compute, Context } from '../../contract/analysis.ts';
import { numbers, strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import type definition from './index.ts';
import type { Params } from './params.ts';
import type { PlanResult } from './result.ts';
import type { Wanted } from './size.ts';
import { detectable, sequentialInflation, usersPerVariant } from './size.ts';

const CURVE_DAYS = [1, 2, 3, 5, 7, 10, 14, 21, 28, 42, 56, 84];

interface Log {
  users: number;
  share: number;
  mean: number;
  deviation: number;
  perday: number;
}

/** What was typed, else what the log says. Throws `experiment-plan.no-baseline` where neither can be planned with. */
function wantedOf(params: Params, log: Log): Wanted {
  const { measure, alpha, power } = params;
  const isShare = measure === 'conversion';
  const baseline = params.baseline > 0 ? params.baseline / (isShare ? 100 : 1) : isShare ? log.share : log.mean;
  const deviation = isShare
    ? Math.sqrt(baseline * (1 - baseline))
    : params.deviation > 0
      ? params.deviation
      : log.deviation;
  if (!(baseline > 0) || !(deviation > 0)) throw new AppError('experiment-plan.no-baseline', { users: log.users });
  return { measure, baseline, deviation, alpha, power };
}

/** The users and days for the effect wanted, and the effect that other spans would find. */
export default (async (tables, params, context: Context): Promise<PlanResult> => {
  await context.step(0);
  const names = ['users', 'share', 'mean', 'deviation', 'perday'] as const;
  const log = Object.fromEntries(names.map((name) => [name, numbers(tables.log, name)[0]!])) as unknown as Log;
  const wanted = wantedOf(params, log);
  const effect = (wanted.baseline * params.effect) / 100;
  if (params.measure === 'conversion' && wanted.baseline + effect > 1) {
    throw new AppError('experiment-plan.too-large', { baseline: 100 * wanted.baseline, effect: params.effect });
  }
  const perVariant = usersPerVariant(wanted, effect);
  const users = Math.ceil(perVariant) * params.variants;
  const traffic = params.perDay > 0 ? params.perDay : Number.isFinite(log.perday) ? log.perday : 0;
  const perDay = (traffic * params.share) / 100;
  const curve = CURVE_DAYS.map((days) => ({ days, perVariant: (days * perDay) / params.variants }))
    .filter((point) => point.perVariant >= 2)
    .map((point) => ({ ...point, effect: detectable(wanted, point.perVariant) / wanted.baseline }));
  return {
    baseline: wanted.baseline,
    deviation: wanted.deviation,
    effect,
    perVariant,
    users,
    perDay,
    days: perDay > 0 ? Math.ceil(users / perDay) : null,
    inflation: sequentialInflation(params),
    curve,
    fromLog: { users: log.users, baseline: params.baseline === 0, perDay: params.perDay === 0 },
    definition: {
      goal: String(strings(tables.log, 'goal')[0]),
      measure: params.measure,
      window: params.window,
      alpha: params.alpha,
      power: params.power,
      variants: params.variants,
      share: params.share,
      relative: params.effect,
    },
  };
}) satisfies Compute<typeof definition>;
