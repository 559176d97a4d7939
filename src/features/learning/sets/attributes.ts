import type { Property } from '../../../contract/population.ts';
import { DAY } from '../../../core/calendar.ts';
import { isFinite } from '../../rfm.ts';
import type { EventFeature, FeatureContext } from '../feature.ts';
import { featureIn } from './make.ts';

/** Roles that other sets read. */
const ROLES = ['item', 'session', 'value', 'price', 'quantity'];

/** So many properties of a view become features. */
const MOST = 20;

const DAY_US = 1000 * DAY;

/** A property as a model reads it, over the columns of its view; a time in days since 1970. */
function valueSql({ kind, column }: Property, { sql }: FeatureContext): string {
  const bare = sql.identifier(column);
  if (kind === 'text') return `CAST(${bare} AS VARCHAR)`;
  if (kind === 'time') return `${sql.epochUs(`CAST(${bare} AS TIMESTAMP)`)} / ${DAY_US}`;
  return `CAST(${kind === 'boolean' ? `CAST(${bare} AS INTEGER)` : bare} AS DOUBLE)`;
}

/** The last value that is known, ties of time by the input row; of a number the mean, too; of a time how long before the cutoff it is. */
function ofProperty(property: Property, place: number, context: FeatureContext): EventFeature[] {
  const make = featureIn('properties');
  const column = `property_${place}`;
  const about = { of: property.name, reads: { [column]: valueSql(property, context) } };
  const last = `${context.sql.argMax(column, ['n'])} FILTER (WHERE ${column} IS NOT NULL)`;
  if (property.kind === 'text') return [make({ ...about, kind: 'last', type: 'category', expression: last })];
  if (property.kind === 'time')
    return [make({ ...about, kind: 'last_days', expression: `${context.cutoff / DAY} - ${last}` })];
  if (property.kind === 'boolean') return [make({ ...about, kind: 'last', expression: last })];
  return [
    make({ ...about, kind: 'last', expression: last }),
    make({ ...about, kind: 'mean', expression: `avg(${column}) FILTER (WHERE ${isFinite(column)})` }),
  ];
}

/** What the log says beside its roles: device, country, channel … as last known before the cutoff. */
export const propertiesSet = (context: FeatureContext): EventFeature[] =>
  context.data.properties
    .filter(({ view, name }) => view === 'events' && !ROLES.includes(name))
    .slice(0, MOST)
    .flatMap((property, place) => ofProperty(property, place, context));

/** What the users' table says, but for its label. Nothing tells since when it holds. */
export const usersSet = (context: FeatureContext): EventFeature[] =>
  context.data.properties
    .filter(({ view, column }) => view === 'users' && column !== 'label')
    .slice(0, MOST)
    .map((property) =>
      featureIn('users')({
        kind: 'user',
        of: property.name.replace(/^users\./, ''),
        from: 'users',
        type: property.kind === 'text' ? 'category' : 'number',
        expression: `min(${valueSql(property, context)})`,
        undated: true,
      }),
    );

/** Names of labels that say a review is a bad one. */
const NEGATIVE = [
  'negative',
  'neg',
  'bad',
  'unhappy',
  '-1',
  '0',
  'false',
  '负面',
  '负',
  '差评',
  '差',
  '消极',
  '不满意',
];

/** A rating is a low one up to this share of the highest that anybody gave so far: 2 of 5, 4 of 10. */
const LOW = 0.4;

/** How good a user's reviews are: what they gave on average, last and at worst, and how often little. */
function ratingFeatures({ sql, cutoff }: FeatureContext) {
  const isKnown = isFinite('"rating"');
  const before = `FROM ${sql.view('reviews')} WHERE "time" < ${sql.timestamp(cutoff)} AND ${isKnown}`;
  const isLow = `"rating" <= ${LOW} * (SELECT max("rating") ${before})`;
  const of = (expression: string) => `${expression} FILTER (WHERE ${isKnown})`;
  return [
    { kind: 'rating_mean', expression: of('avg("rating")') },
    { kind: 'rating_last', expression: of(sql.argMax('"rating"', ['"time"', '"rating"'])) },
    { kind: 'rating_min', expression: of('min("rating")') },
    { kind: 'rating_low', expression: of(`avg(CASE WHEN ${isLow} THEN 1.0 ELSE 0.0 END)`) },
  ];
}

/** The share of a user's labelled reviews that a label calls bad. */
function labelFeatures({ sql }: FeatureContext) {
  const bad = `lower(trim("label")) IN (${NEGATIVE.map((name) => sql.literal(name)).join(', ')})`;
  const share = `avg(CASE WHEN ${bad} THEN 1.0 ELSE 0.0 END) FILTER (WHERE "label" IS NOT NULL)`;
  return [{ kind: 'review_negative', expression: share }];
}

/** How many reviews a user wrote in the history, how long ago the last one was, how good they are, and how long. */
export function reviewsSet(context: FeatureContext): EventFeature[] {
  const { data, sql, cutoff, history } = context;
  const fields = data.views.reviews ?? [];
  if (!['user', 'time'].every((field) => fields.includes(field))) return [];
  const days = `(${1000 * cutoff} - max(${sql.epochUs('"time"')})) / ${DAY_US}`;
  return [
    { kind: 'reviews', expression: 'count(*)', otherwise: 0, skewed: true },
    { kind: 'review_recency_days', expression: days, otherwise: history / DAY, skewed: true },
    ...(fields.includes('rating') ? ratingFeatures(context) : []),
    ...(fields.includes('label') ? labelFeatures(context) : []),
    ...(fields.includes('text') ? [{ kind: 'review_length', expression: 'avg(length("text"))', skewed: true }] : []),
  ].map((feature) => featureIn('reviews')({ ...feature, from: 'reviews' }));
}
