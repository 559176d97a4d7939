import type { Table } from 'apache-arrow';
import type { Compute, Context, Members } from '../../contract/analysis.ts';
import { parseDuration } from '../../core/calendar.ts';
import { numbers, strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import type { Timeline } from '../../core/timeline.ts';
import { inOrder, timelineOf } from '../../core/timeline.ts';
import type definition from './index.ts';
import type { Journey, JourneyRules } from './journeys.ts';
import { userJourneys } from './journeys.ts';
import { Transitions, removalEffects } from './markov.ts';
import type { Params } from './params.ts';
import { Paths } from './paths.ts';
import type { AttributionResult, ModelName } from './result.ts';
import type { RuleName, RuleOptions } from './rules.ts';
import { ruleNames, rules } from './rules.ts';

const USERS_PER_STEP = 8192;

const limitUs = (duration: string): number => (parseDuration(duration) ?? Infinity) * 1000;

const journeyRules = ({ window, journey, repeats, count }: Params): JourneyRules => ({
  window: limitUs(window),
  restart: journey === 'restart',
  collapse: repeats === 'collapse',
  onlyFirst: count === 'first',
});

/** The channels that are told apart, and the number of each event's channel: one past the last for all others. */
function channelsOf(tables: Record<'events' | 'channels', Table>, timeline: Timeline) {
  const names = strings(tables.channels, 'name').map(String);
  const places = new Map(Array.from(numbers(tables.channels, 'code'), (code, n) => [code, n]));
  const codes = inOrder(timeline, numbers(tables.events, 'c'));
  return { names, channels: Uint16Array.from(codes, (code) => places.get(code) ?? names.length) };
}

/** Walks everyone's journeys, a step of the context at a time. */
async function walk(
  tables: Record<'events' | 'channels', Table>,
  params: Params,
  context: Context,
  take: (journey: Journey) => void,
): Promise<{ timeline: Timeline; names: string[] }> {
  await context.step(0);
  const timeline = timelineOf(tables.events);
  const { names, channels } = channelsOf(tables, timeline);
  const values = inOrder(timeline, numbers(tables.events, 'v'));
  const given = journeyRules(params);
  for (let user = 0; user < timeline.users; user++) {
    if (user % USERS_PER_STEP === 0) await context.step(user / timeline.users);
    userJourneys(timeline, user, channels, values, given, take);
  }
  return { timeline, names };
}

interface Shares {
  conversions: Float64Array;
  value: Float64Array;
}

/** What the journeys come to; `channels` counts the one of all others too. */
class Ledger {
  readonly shares: Record<RuleName, Shares>;
  readonly transitions: Transitions;
  readonly converted: Float64Array;
  readonly lost: Float64Array;
  readonly paths = new Paths();
  readonly without = { conversions: 0, value: 0 };
  readonly converters = new Set<number>();
  conversions = 0;
  value = 0;
  lostJourneys = 0;
  private readonly options: RuleOptions;

  constructor(channels: number, options: RuleOptions) {
    const row = () => new Float64Array(channels);
    const pairs = ruleNames.map((name) => [name, { conversions: row(), value: row() }]);
    this.shares = Object.fromEntries(pairs) as Record<RuleName, Shares>;
    this.transitions = new Transitions(channels);
    this.converted = row();
    this.lost = row();
    this.options = options;
  }

  add(journey: Journey): void {
    if (journey.converted) this.convert(journey);
    else this.lostJourneys++;
    if (journey.channels.length === 0) return;
    this.transitions.add(journey);
    this.paths.add(journey);
    for (const channel of new Set(journey.channels)) (journey.converted ? this.converted : this.lost)[channel]!++;
  }

  private convert(journey: Journey): void {
    this.conversions++;
    this.value += journey.value;
    this.converters.add(journey.user);
    if (journey.channels.length === 0) {
      this.without.conversions++;
      this.without.value += journey.value;
      return;
    }
    for (const name of ruleNames) {
      const { conversions, value } = this.shares[name];
      rules[name](journey, this.options).forEach((share, n) => {
        conversions[journey.channels[n]!]! += share;
        value[journey.channels[n]!]! += share * journey.value;
      });
    }
  }
}

const optionsOf = (params: Params, direct: number): RuleOptions => ({
  first: params.positionFirst / 100,
  last: params.positionLast / 100,
  halfLife: limitUs(params.halfLife),
  direct,
});

/** The channel that a person calls direct, however the log writes it: `Direct`, `(direct)`. */
const directOf = (names: readonly string[], direct: string): number => {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[()\s]/g, '');
  return direct === '' ? -1 : names.findIndex((name) => plain(name) === plain(direct));
};

function channelFigures(ledger: Ledger, names: readonly string[], models: readonly ModelName[], hasValue: boolean) {
  const removal = removalEffects(ledger.transitions);
  const effects = removal.reduce((sum, effect) => sum + effect, 0);
  const owed = {
    conversions: ledger.conversions - ledger.without.conversions,
    value: ledger.value - ledger.without.value,
  };
  const share = (model: ModelName, what: keyof Shares, n: number) =>
    model === 'markov' ? (effects === 0 ? 0 : (owed[what] * removal[n]!) / effects) : ledger.shares[model][what][n]!;
  const byModel = (what: keyof Shares, n: number) =>
    Object.fromEntries(models.map((model) => [model, share(model, what, n)]));
  return removal.map((effect, n) => ({
    name: names[n] ?? null,
    converted: ledger.converted[n]!,
    lost: ledger.lost[n]!,
    credit: byModel('conversions', n),
    ...(hasValue && { value: byModel('value', n) }),
    removal: effect,
  }));
}

/** Shares every conversion out among the channels touched before it. */
export default (async (tables, params, context: Context): Promise<AttributionResult> => {
  const named = strings(tables.channels, 'name').map(String);
  const direct = directOf(named, params.direct);
  const ledger = new Ledger(named.length + 1, optionsOf(params, direct));
  await walk(tables, params, context, (journey) => ledger.add(journey));
  const models: ModelName[] = [...ruleNames.filter((name) => name !== 'lastNonDirect' || direct >= 0), 'markov'];
  const channels = channelFigures(ledger, named, models, params.value !== '');
  const order = channels.filter(({ converted, lost }) => converted + lost > 0);
  order.sort((a, b) => (b.credit.linear ?? 0) - (a.credit.linear ?? 0));
  const { conversion, channel, positionFirst, positionLast, ...rest } = { ...params, ...planOf(tables.plan) };
  return {
    channels: order,
    models,
    conversions: ledger.conversions,
    value: ledger.value,
    without: { ...ledger.without },
    converters: ledger.converters.size,
    lost: ledger.lostJourneys,
    paths: ledger.paths.top(named),
    definition: { conversion, channel, positionFirst, positionLast, ...rest, direct: named[direct] ?? null },
  };
}) satisfies Compute<typeof definition>;

const planOf = (plan: Table) => ({
  conversion: String(strings(plan, 'conversion')[0]),
  channel: String(strings(plan, 'channel')[0]),
});

/** `channel:<name>` (nothing for all other channels): who converted with a touch of it; `without`: with no touch at all. */
export const members = (async (tables, params, mark, context) => {
  const names = strings(tables.channels, 'name').map(String);
  const wanted = mark === 'others' ? names.length : names.indexOf(mark.replace(/^channel:/, ''));
  if (mark !== 'without' && wanted < 0) throw new AppError('analysis.unknown-mark', { mark });
  const users = new Set<number>();
  const { timeline } = await walk(tables, params, context, ({ user, channels, converted }) => {
    const fits = mark === 'without' ? channels.length === 0 : channels.includes(wanted);
    if (converted && fits) users.add(user);
  });
  return [...users].map((user) => timeline.codes[user]!);
}) satisfies Members<typeof definition>;
