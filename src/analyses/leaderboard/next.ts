import type { Next } from '../../contract/view.ts';
import type { BoardRow, LeaderboardResult } from './result.ts';
import { isOfNumber } from './task.ts';

const SEARCH = ['task', 'estimators', 'method', 'budget', 'trials', 'metric', 'nested'];
const NUMBERS: readonly string[] = ['count', 'sum'];

type Asked = Pick<LeaderboardResult, 'definition' | 'about'>;

/** The board's question without what says how it was searched. A label column has no target. */
function questionOf({ definition, about }: Asked): Record<string, unknown> {
  const others = about.source === 'events' ? SEARCH : [...SEARCH, 'target'];
  return Object.fromEntries(Object.entries(definition).filter(([name]) => !others.includes(name)));
}

/** Of a log, `task` says nothing of the target: where the two differ, nobody asks the same question. */
function studyFor({ definition, about }: Asked): 'classify' | 'regress' | null {
  const asNumber = isOfNumber(definition);
  if (about.source === 'events' && asNumber !== NUMBERS.includes(definition.target)) return null;
  return asNumber ? 'regress' : 'classify';
}

/** Trains and keeps the model of each row, the best one's first: the board itself keeps none. Halving asks the same of several rungs. */
export function nextOf(result: LeaderboardResult, rows: readonly BoardRow[], say: (row: BoardRow) => string): Next[] {
  const analysis = studyFor(result);
  const learnt = rows.filter(({ mean, isBaseline }) => mean !== null && !isBaseline);
  if (!analysis) return [];
  const best = result.rows[result.best];
  const models = new Map([...(best ? [best] : []), ...learnt].map((row) => [keyOf(row), row] as const));
  return [...models.values()].map((row) => ({
    text: say(row),
    analysis,
    params: { ...questionOf(result), estimator: row.estimator, estimatorParams: row.params },
  }));
}

const keyOf = ({ estimator, params }: BoardRow): string => JSON.stringify([estimator, params]);
