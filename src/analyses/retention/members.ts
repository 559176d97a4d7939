import type { Context, Members } from '../../contract/analysis.ts';
import { bucketIndex } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import type { Groups } from './groups.ts';
import { groupsOf } from './groups.ts';
import type definition from './index.ts';
import { ALL, GONE, ONCE, USAGE, groupMark } from './mark-names.ts';
import { periodOf, staysOf } from './survival.ts';
import { isBase } from './tally.ts';
import { usageBin, usageIntervals } from './usage.ts';
import type { Entry, Question } from './walk.ts';
import { questionOf, walk } from './walk.ts';

/** Which entries a row of cells holds; null where there is no such row. */
function rowOf(name: string, question: Question, groups: Groups): ((entry: Entry) => boolean) | null {
  if (name === ALL) return () => true;
  const { broken, params, frame } = question;
  if (broken) {
    const group = [...groups.values.map((value) => groupMark(value, false)), groupMark(null, true)].indexOf(name);
    if (group >= 0) return (entry) => groups.of(broken[entry.event]!) === group;
  }
  const cohort = bucketIndex(params.period, name, frame.weekStart, frame.transitions);
  return Number.isNaN(cohort) ? null : (entry) => entry.cohort === cohort;
}

function goneIn(period: number, question: Question): number[] {
  const users: number[] = [];
  for (const stay of staysOf(question)) {
    if (stay.fate === 'gone' && periodOf(stay, question) === period) users.push(stay.user);
  }
  return users;
}

function usersBy(bin: string, question: Question): number[] {
  const users: number[] = [];
  for (const { user, days } of usageIntervals(question)) {
    if (bin === ONCE ? Number.isNaN(days) : usageBin(days) === Number(bin)) users.push(user);
  }
  return users;
}

async function inCell(
  index: number,
  isInRow: (entry: Entry) => boolean,
  question: Question,
  context: Context,
): Promise<Set<number>> {
  const users = new Set<number>();
  const visit = (entry: Entry) => {
    const counts = index < entry.observed && entry.returned[index] === 1;
    if (counts && isBase(question.params, entry.returned, index) && isInRow(entry)) users.add(entry.user);
  };
  await walk(question, visit, (share) => context.step(share));
  return users;
}

/** The users behind `2024-01-01:3` (cohort, cell), `all:3`, `=value:3`, `gone:3` or `usage:2`. Throws `analysis.unknown-mark`. */
export const members = (async (tables, params, mark, context) => {
  const at = mark.lastIndexOf(':');
  const [name, last] = [mark.slice(0, Math.max(0, at)), mark.slice(at + 1)];
  const question = questionOf(tables, params);
  const isNumber = /^\d+$/.test(last);
  if (name === USAGE && (isNumber || last === ONCE)) return usersBy(last, question);
  if (name === GONE && isNumber) return goneIn(Number(last), question);
  const index = isNumber ? Number(last) : Infinity;
  const isInRow = index < question.spans.length ? rowOf(name, question, groupsOf(tables.groups)) : null;
  if (!isInRow) throw new AppError('analysis.unknown-mark', { mark });
  return inCell(index, isInRow, question, context);
}) satisfies Members<typeof definition>;
