import { curves } from '../../charts/curve.ts';
import { groupedBars } from '../../charts/grouped-bars.ts';
import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import type { LookalikesResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const FEW = 30;
const DRAWN = 15;

const percent = (share: number): number => Math.round(share * 1000) / 10;
const digits = (value: number): number => Number(value.toFixed(3));

function knownText({ seeds, definition: { by, events, filters, item } }: LookalikesResult, text: Text): string {
  if (by !== 'pattern') return text(`seeds.${by}`, { seeds, item: item ?? '' });
  return text(filters > 0 ? 'seeds.filtered' : 'seeds.pattern', { seeds, what: events || text('what.any') });
}

const definitionOf = (result: LookalikesResult, text: Text): string =>
  text('definition', { known: knownText(result, text), folds: result.definition.folds });

function cautionsOf({ silent, seeds }: LookalikesResult, text: Text): string[] {
  return [
    text('caution.likeness'),
    ...(silent > 0 ? [text('caution.silent', { silent })] : []),
    ...(seeds < FEW ? [text('caution.few', { seeds })] : []),
  ];
}

function audienceView(result: LookalikesResult, text: Text): View {
  const { audience, users, seeds, candidates, audienceSize } = result;
  const figures = { others: users - seeds, candidates, size: audienceSize, known: knownText(result, text) };
  const scores = { high: digits(audience[0]?.score ?? 0), low: digits(audience.at(-1)?.score ?? 0) };
  const joined = text.language === 'zh' ? '、' : ', ';
  return {
    title: text('audience.title'),
    sentence: candidates > 0 ? text('audience.sentence', { ...figures, ...scores }) : text('audience.none', figures),
    definition: definitionOf(result, text),
    cautions: cautionsOf(result, text),
    table: {
      columns: (['user', 'score', 'because'] as const).map((key) => text(`column.${key}`)),
      rows: audience.map(({ user, score, because }) => [user, score, because.join(joined)]),
    },
    marks: audience.map(() => 'audience'),
  };
}

function qualityView(result: LookalikesResult, text: Text): View {
  const { quality, seeds, definition } = result;
  if (!quality) {
    return {
      title: text('quality.title'),
      sentence: text('quality.none', { seeds }),
      table: { columns: [text('column.addressed'), text('column.found')], rows: [] },
    };
  }
  const { auc, low, high, found, blind, gain } = quality;
  const figures = { auc: percent(auc), low: percent(low), high: percent(high) };
  return {
    title: text('quality.title'),
    sentence:
      low > 0.5
        ? text('quality.sentence', {
            ...figures,
            size: definition.size,
            found: percent(found),
            blind: percent(blind),
          })
        : text('quality.weak', figures),
    definition: definitionOf(result, text),
    cautions: cautionsOf(result, text),
    table: {
      columns: [text('column.addressed'), text('column.found')],
      rows: gain.map(([addressed, share]) => [addressed, share]),
    },
    chart: (theme) =>
      curves(theme, [{ name: text('column.found'), points: gain }], {
        x: text('column.addressed'),
        y: text('column.found'),
        reference: [
          [0, 0],
          [1, 1],
        ],
        maxX: 1,
        maxY: 1,
      }),
  };
}

function commonView(result: LookalikesResult, text: Text): View {
  const { common } = result;
  const [first] = common;
  const drawn = common.slice(0, DRAWN);
  const keys = ['item', 'seeds', 'share', 'othersShare', 'lift'] as const;
  return {
    title: text('common.title'),
    sentence: first
      ? text('common.sentence', {
          item: first.title,
          share: percent(first.share),
          others: percent(first.othersShare),
        })
      : text('common.none'),
    definition: definitionOf(result, text),
    cautions: cautionsOf(result, text),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: common.map((each) => [each.title, each.seeds, each.share, each.othersShare, each.lift]),
    },
    ...(drawn.length > 0 && {
      chart: (theme) =>
        groupedBars(theme, {
          groups: drawn.map(({ title }) => title),
          series: [
            { name: text('axis.known'), values: drawn.map(({ share }) => percent(share)) },
            { name: text('axis.others'), values: drawn.map(({ othersShare }) => percent(othersShare)) },
          ],
          axis: '%',
        }),
    }),
    marks: common.map(({ item }) => `had:${item}`),
  };
}

/** Those found, whether known users are found again, and what sets them apart. */
export const views = (result: LookalikesResult, text: Text): View[] => [
  audienceView(result, text),
  qualityView(result, text),
  commonView(result, text),
];
