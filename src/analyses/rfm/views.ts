import { bars } from '../../charts/bars.ts';
import { valueGrid } from '../../charts/profile-grid.ts';
import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { minuteText } from '../../core/calendar.ts';
import { patternWords } from '../../features/pattern-words.ts';
import { patternOf } from '../../features/patterns.ts';
import { cutsView } from './cuts-view.ts';
import type { RfmResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

/** A group of scores below this many users is a list of people rather than a pattern. */
const FEW = 30;

const percent = (share: number | null): number => Math.round((share ?? 0) * 1000) / 10;
const compact = (value: number, { language }: Text): string =>
  new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    notation: 'compact',
    maximumSignificantDigits: 3,
  }).format(value);

function definitionText({ definition, cuts }: RfmResult, text: Text): string {
  const { asOf, zone, frequency, amount, groups, ties, second } = definition;
  const amountText = cuts.monetary === null ? text('amount.none') : amount || text('amount.mapped');
  return text('definition', {
    asOf: minuteText(Date.parse(asOf), zone),
    zone,
    events: definition.valuedOnly ? text('events.valued') : patternWords(patternOf(definition.event), text.language),
    frequency: text(`option.frequency.${frequency}`),
    amount: amountText,
    groups,
    ties: text(`option.ties.${ties}`),
    second: text(`option.second.${cuts.monetary === null ? 'frequency' : second}`),
  });
}

function cautions({ users, cuts, definition }: RfmResult, text: Text): string[] {
  const equal = definition.ties === 'together' && new Set(cuts.frequency).size < cuts.frequency.length;
  return [
    ...(users < FEW * definition.groups ? [text('caution.few', { users })] : []),
    ...(equal ? [text('caution.ties')] : []),
    text('caution.relative'),
  ];
}

function segmentsSentence({ users, segments }: RfmResult, text: Text): string {
  const champions = segments[0]!;
  const largest = segments.reduce((most, row) => (row.users > most.users ? row : most));
  const atRisk = segments
    .filter(({ segment }) => segment === 'risk' || segment === 'cannotLose')
    .reduce((sum, row) => sum + row.users, 0);
  const figures = {
    champions: champions.users,
    users,
    share: percent(champions.share),
    largest: text(`segment.${largest.segment}`),
    largestShare: percent(largest.share),
  };
  const sentence =
    champions.shareOfValue === null
      ? text('segments.sentence.count', figures)
      : text('segments.sentence.value', { ...figures, valueShare: percent(champions.shareOfValue) });
  return atRisk === 0 ? sentence : sentence + text('segments.toWin', { atRisk, atRiskShare: percent(atRisk / users) });
}

function segmentsView(result: RfmResult, text: Text): View {
  const rows = result.segments.filter(({ users }) => users > 0);
  const keys = ['segment', 'users', 'share', 'value', 'shareOfValue', 'recency', 'frequency', 'monetary'] as const;
  const data = rows.map((row) => ({
    name: text(`segment.${row.segment}`),
    value: row.users,
    label: text(row.shareOfValue === null ? 'bar.count' : 'bar.value', {
      users: row.users,
      share: percent(row.share),
      valueShare: percent(row.shareOfValue),
    }),
  }));
  return {
    title: text('segments.title'),
    sentence: segmentsSentence(result, text),
    definition: definitionText(result, text),
    cautions: cautions(result, text),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: rows.map((row) => [
        text(`segment.${row.segment}`),
        ...[row.users, row.share, row.value, row.shareOfValue, row.recencyDays, row.frequency, row.monetary],
      ]),
    },
    chart: (theme) => bars(theme, data, text('axis.users')),
    marks: rows.map(({ segment }) => `segment:${segment}`),
  };
}

function cellsView(result: RfmResult, text: Text): View {
  const { cells, users, definition } = result;
  const scores = Array.from({ length: definition.groups }, (_, n) => String(n + 1));
  const fullest = cells.reduce((most, cell) => (cell.users > most.users ? cell : most));
  const amounts = cells.map(({ monetary }) => monetary).filter((value) => value !== null);
  const hasAmounts = amounts.length > 0;
  const figures = { r: fullest.r, f: fullest.f, users: fullest.users, share: percent(fullest.users / users) };
  const range: Record<string, number> = hasAmounts ? { least: Math.min(...amounts), most: Math.max(...amounts) } : {};
  const kind = hasAmounts ? 'value' : 'count';
  return {
    title: text('cells.title'),
    sentence: text(`cells.sentence.${kind}`, { ...figures, ...range }),
    definition: definitionText(result, text),
    cautions: cautions(result, text),
    table: {
      columns: (['r', 'f', 'users', 'monetary'] as const).map((key) => text(`column.${key}`)),
      rows: cells.map((cell) => [cell.r, cell.f, cell.users, cell.monetary]),
    },
    chart: (theme) =>
      valueGrid(
        theme,
        cells.map((cell) => ({
          column: cell.f - 1,
          row: definition.groups - cell.r,
          value: cell.monetary ?? cell.users,
          text: compact(cell.monetary ?? cell.users, text),
          label: text(`cells.label.${kind}`, { r: cell.r, f: cell.f, users: cell.users, value: cell.monetary ?? 0 }),
        })),
        { columns: scores, rows: [...scores].reverse(), x: text('axis.f'), y: text('axis.r') },
      ),
    marks: cells.map(({ r, f }) => `cell:${r}:${f}`),
  };
}

/** The named segments; the grid of recency and frequency; the borders of the scores. */
export const views = (result: RfmResult, text: Text): View[] => [
  segmentsView(result, text),
  cellsView(result, text),
  cutsView(result, text, definitionText(result, text)),
];
