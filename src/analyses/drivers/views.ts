import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { intervalPlot } from '../../charts/interval-plot.ts';
import { signedBars } from '../../charts/signed-bars.ts';
import { durationText } from '../../core/span-text.ts';
import type { Driver, DriversResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const DRAWN = 20;
const FEW = 30;
/** Above this a covariate still differs between the matched. */
const UNBALANCED = 0.1;

const percent = (share: number): number => Math.round(share * 1000) / 10;
const digits = (value: number, n = 2): number => Number(value.toPrecision(n));

export const goalName = ({ definition }: DriversResult, text: Text): string =>
  definition.goal === '' ? text('goal.any') : text('goal.event', { goal: definition.goal });

const nameOf = ({ event, times }: Driver, text: Text): string => text('driver', { event, times });

const markOf = ({ event, times }: Driver): string => `did:${times}:${event}`;

function definitionOf(result: DriversResult, text: Text): string {
  const { early, horizon, behaviours, most, events } = result.definition;
  const words = text('definition', {
    most,
    events,
    early: durationText(early, text.language),
    horizon: durationText(horizon, text.language),
    goal: goalName(result, text),
    users: result.users,
  });
  if (behaviours === 0) return words;
  return [words, text('definition.asked', { count: behaviours })].join(text.language === 'zh' ? '' : ' ');
}

function cautionsOf(result: DriversResult, text: Text): string[] {
  return [
    text('caution.cause'),
    text('caution.searched', { most: result.definition.most }),
    ...(result.immature > 0 ? [text('caution.immature', { count: result.immature })] : []),
    ...(result.users < FEW ? [text('caution.few', { users: result.users })] : []),
  ];
}

function sentenceOf(result: DriversResult, text: Text): string {
  const { users, reached, drivers } = result;
  if (users === 0) return text('sentence.nobody', { immature: result.immature });
  const goal = goalName(result, text);
  const top = drivers.find(({ mcc }) => mcc > 0);
  if (!top || reached === 0 || reached === users) return text('sentence.none', { goal, reached, users });
  return text('sentence', {
    driver: nameOf(top, text),
    strength: text(`strength.${top.strength}`),
    goal,
    early: durationText(result.definition.early, text.language),
    precision: percent(top.precision),
    otherwise: percent(top.otherwise),
    odds: digits(top.oddsRatio),
    low: digits(top.low),
    high: digits(top.high),
    mcc: digits(top.mcc),
    q: top.q < 0.0001 ? '< 0.0001' : String(digits(top.q)),
  });
}

function driversView(result: DriversResult, text: Text): View {
  const { drivers } = result;
  const drawn = drivers.slice(0, DRAWN);
  const keys = [
    'event',
    'times',
    'mcc',
    'strength',
    'oddsRatio',
    'low',
    'high',
    'precision',
    'otherwise',
    'lift',
    'recall',
    'did',
    'p',
    'q',
  ] as const;
  return {
    title: text('drivers.title'),
    sentence: sentenceOf(result, text),
    definition: definitionOf(result, text),
    cautions: cautionsOf(result, text),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: drivers.map((d) => [
        d.event,
        d.times,
        d.mcc,
        text(`strength.${d.strength}`),
        d.oddsRatio,
        d.low,
        d.high,
        d.precision,
        d.otherwise,
        d.lift,
        d.recall,
        d.didAndReached + d.didOnly,
        d.p,
        d.q,
      ]),
    },
    ...(drivers.length > 0 && {
      chart: (theme) =>
        signedBars(
          theme,
          drawn.map((d) => ({ name: nameOf(d, text), value: digits(d.mcc), label: String(digits(d.mcc)) })),
          text('axis.mcc'),
        ),
    }),
    marks: drivers.map(markOf),
  };
}

function matchedView(result: DriversResult, text: Text): View {
  const rows = result.drivers.flatMap((driver) => (driver.matched ? [{ driver, matched: driver.matched }] : []));
  const { driver, matched } = rows[0]!;
  const unbalanced = rows.filter((row) => row.matched.imbalanceAfter > UNBALANCED).length;
  const keys = [
    'driver',
    'pairs',
    'treated',
    'matchedDid',
    'matchedNot',
    'difference',
    'from',
    'to',
    'p',
    'before',
    'after',
  ] as const;
  return {
    title: text('matched.title'),
    sentence: text('matched.sentence', {
      driver: nameOf(driver, text),
      raw: percent(driver.precision - driver.otherwise),
      difference: percent(matched.difference),
      low: percent(matched.low),
      high: percent(matched.high),
      pairs: matched.pairs,
      before: digits(matched.imbalanceBefore),
      after: digits(matched.imbalanceAfter),
    }),
    definition: text('matched.definition', { early: durationText(result.definition.early, text.language) }),
    cautions: [text('caution.unseen'), ...(unbalanced > 0 ? [text('caution.unbalanced', { count: unbalanced })] : [])],
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: rows.map(({ driver: d, matched: m }) => [
        nameOf(d, text),
        m.pairs,
        m.treated,
        m.did,
        m.didNot,
        m.difference,
        m.low,
        m.high,
        m.p,
        m.imbalanceBefore,
        m.imbalanceAfter,
      ]),
    },
    chart: (theme) =>
      intervalPlot(
        theme,
        rows.map(({ driver: d, matched: m }) => ({
          name: nameOf(d, text),
          value: percent(m.difference),
          low: percent(m.low),
          high: percent(m.high),
          label: `${percent(m.difference)} (${percent(m.low)} – ${percent(m.high)})`,
        })),
        text('axis.difference'),
      ),
    marks: rows.map((row) => markOf(row.driver)),
  };
}

/** What goes with the goal, strongest first; the strongest beside users like those who did it. */
export function views(result: DriversResult, text: Text): View[] {
  const made = [driversView(result, text)];
  if (result.drivers.some(({ matched }) => matched)) made.push(matchedView(result, text));
  return made;
}
