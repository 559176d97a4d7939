import type { EventFeature, FeatureContext } from './feature.ts';
import { columnName } from './feature.ts';
import { scanOf, withinHistory } from './scan.ts';

type Numbered = EventFeature & { column: string };

const typed = ({ type, expression, column }: Numbered): string =>
  `CAST(${expression} AS ${type === 'number' ? 'DOUBLE' : 'VARCHAR'}) AS ${column}`;

const ALIASES = { log: 'l', users: 'u', reviews: 'r' } as const;

const perUser = (features: readonly Numbered[], from: string): string =>
  `SELECT ${['"user"', ...features.map(typed)].join(',\n  ')}\nFROM ${from} GROUP BY "user"`;

function sourceOf(from: 'users' | 'reviews', context: FeatureContext): string {
  const { sql } = context;
  if (from === 'users') return `${sql.view('users')} WHERE "user" IS NOT NULL`;
  return `${sql.view('reviews')} WHERE "user" IS NOT NULL AND ${withinHistory(context)}`;
}

/**
 * What is known of each user with an event in the history at a moment: "user", and a column for each feature (`columnName`), DOUBLE or
 * VARCHAR; null where nothing is known.
 */
export function featuresAt(features: readonly EventFeature[], context: FeatureContext): string {
  const numbered = features.map((feature, place) => ({ ...feature, column: columnName(place) }));
  const of = (from: EventFeature['from']) => numbered.filter((feature) => feature.from === from);
  const joins = (['users', 'reviews'] as const)
    .filter((from) => of(from).length > 0)
    .map(
      (from) =>
        `LEFT JOIN (\n${perUser(of(from), sourceOf(from, context))}\n) AS ${ALIASES[from]} ON ${ALIASES[from]}."user" = l."user"`,
    );
  const columns = numbered.map(({ from, column, otherwise }) => {
    const known = `${ALIASES[from]}.${column}`;
    return otherwise === undefined ? known : `coalesce(${known}, CAST(${otherwise} AS DOUBLE)) AS ${column}`;
  });
  return `SELECT ${['l."user" AS "user"', ...columns].join(', ')}
FROM (
${perUser(of('log'), `(\n  ${scanOf(of('log'), context)}\n)`)}
) AS l ${joins.join('\n')}`;
}
