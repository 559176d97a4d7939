import type { Table } from 'apache-arrow';
import { numbers, strings } from '../../core/columns.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { Exposures } from '../../recommenders/evaluation/off-policy.ts';
import { offPolicy } from '../../recommenders/evaluation/off-policy.ts';
import { profileOf } from '../../recommenders/reading/reading.ts';
import type { Reading } from '../../recommenders/reading/reading.ts';
import type { FittedRecommender } from '../../recommenders/recommender.ts';
import type { OffPolicy } from './result.ts';

/** Exposures times actions that are weighed at most: of more, the last exposures. */
const MOST = 2e8;

/** Who was learnt of, and what. */
type Known = Pick<Reading, 'data' | 'people'>;

const numbered = (names: readonly string[]) => new Map(names.map((name, number) => [name, number]));

/** Exposures of known items to known users. */
interface Shown {
  log: Exposures;
  /** The user of each exposure. */
  user: Int32Array;
  /** The item of each action. */
  item: number[];
}

function shownOf(table: Table, { data, people }: Known): Shown {
  const [users, items] = [numbered(people), numbered(data.catalogue.ids)];
  const [who, what] = [strings(table, 'user'), strings(table, 'action')];
  const rows = who.flatMap((user, row) => (users.has(user!) && items.has(what[row]!) ? [row] : []));
  const item = [...new Set(rows.map((row) => items.get(what[row]!)!))].sort((a, b) => a - b);
  const actionOf = new Map(item.map((each, action) => [each, action]));
  const last = rows.slice(-Math.ceil(MOST / Math.max(1, item.length)));
  const [propensity, reward] = [numbers(table, 'propensity'), numbers(table, 'reward')];
  return {
    log: {
      actions: item.length,
      action: Int32Array.from(last, (row) => actionOf.get(items.get(what[row]!)!)!),
      propensity: Float64Array.from(last, (row) => propensity[row]!),
      reward: Float64Array.from(last, (row) => reward[row]!),
    },
    user: Int32Array.from(last, (row) => users.get(who[row]!)!),
    item,
  };
}

/** Which of the actions each user would be shown: the one of the highest score, the first among equals. */
async function choices(
  fitted: FittedRecommender,
  { data }: Known,
  { user, item }: Shown,
  context: Pick<FitContext, 'step'>,
): Promise<Map<number, number>> {
  const scores = new Float32Array(fitted.items);
  const chosen = new Map<number, number>();
  for (const who of new Set(user)) {
    if (chosen.size % 64 === 0) await context.step(chosen.size / data.interactions.users);
    fitted.score([profileOf(data, who)], scores);
    const best = item.reduce((found, each, action) => (scores[each]! > scores[item[found]!]! ? action : found), 0);
    chosen.set(who, best);
  }
  return chosen;
}

/**
 * What it would have brought to show everybody, of the items that were shown at all, the one that this recommender scores highest.
 * Null without exposures of known items to known users, or where none was of what it would show.
 */
export async function offPolicyOf(
  table: Table,
  reading: Known,
  fitted: FittedRecommender,
  context: Pick<FitContext, 'step'>,
): Promise<OffPolicy | null> {
  const shown = shownOf(table, reading);
  if (shown.user.length === 0) return null;
  const chosen = await choices(fitted, reading, shown, context);
  const found = offPolicy(shown.log, (n, out) => {
    out.fill(0);
    out[chosen.get(shown.user[n]!)!] = 1;
  });
  const { ips, snips, dr, low, high, ess, n, logged } = found;
  return Number.isFinite(snips) && Number.isFinite(low)
    ? { ips, snips, dr, low, high, ess, n, logged: logged.mean, actions: shown.item.length }
    : null;
}
