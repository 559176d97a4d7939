import { AppError } from '../../core/errors.ts';
import { itemFinder, itemsNamed } from '../../core/item-names.ts';
import type { LearningData, Profile } from '../../recommenders/data.ts';
import type { Reading } from '../../recommenders/reading/reading.ts';
import { profileOf, profileOfItems } from '../../recommenders/reading/reading.ts';
import { usersOfItems } from '../../recommenders/reasons/reasons.ts';
import type { Params } from './params.ts';

/** For whom it is asked. */
export interface Who {
  /** The number in the data; −1 for a session of nobody. */
  number: number;
  user: string | null;
  example: boolean;
  profile: Profile;
  unknown: string[];
}

/** A session that somebody wrote down: its items, and what is none. Throws `recommend.unknown-items` where nothing is an item. */
function session(data: LearningData, items: readonly string[]): { profile: Profile; unknown: string[] } {
  const { ids, title } = data.catalogue;
  const { found, unknown } = itemsNamed(itemFinder(ids, title, usersOfItems(data)), items);
  if (found.length === 0) throw new AppError('recommend.unknown-items', { items: unknown.join(', ') });
  return { profile: profileOfItems(data, found), unknown };
}

/** The user who had most items; the first of several. */
function mostActive({ interactions: { users, offsets } }: LearningData): number {
  let best = 0;
  const had = (user: number) => offsets[user + 1]! - offsets[user]!;
  for (let user = 1; user < users; user++) if (had(user) > had(best)) best = user;
  return best;
}

/**
 * A session, a user by name, or the most active as an example. A user with a session keeps what was seen, but is judged by the session.
 * Throws `recommend.unknown-user`, `recommend.unknown-items`.
 */
export function whoOf({ data, people }: Reading, { user, items }: Params): Who {
  const number = user === '' ? -1 : people.indexOf(user);
  if (user !== '' && number < 0) throw new AppError('recommend.unknown-user', { user, users: people.length });
  if (items.length > 0) return { number, user: user || null, example: false, ...session(data, items) };
  const meant = number < 0 ? mostActive(data) : number;
  return {
    number: meant,
    user: people[meant] ?? null,
    example: number < 0,
    profile: profileOf(data, meant),
    unknown: [],
  };
}
