import { bandedLine } from '../../charts/banded-line.ts';
import { bars } from '../../charts/bars.ts';
import { groupedBars } from '../../charts/grouped-bars.ts';
import type { View } from '../../contract/view.ts';
import { fitView, leavingView, parametersView, ratesView } from './model-views.ts';
import type { ClvResult, Holdout } from './result.ts';
import type { Text } from './words.ts';
import { cautions, definitionText, missed, percent, short, unitWord } from './words.ts';

const SHOWN = 100;

function valueSentence(result: ClvResult, text: Text): string {
  const { totals, n, deciles, definition, holdout } = result;
  const best = deciles[0]!;
  const hasValue = totals.clv !== null && totals.clv > 0;
  const share = hasValue ? (best.clv ?? 0) / totals.clv! : best.purchases / Math.max(1e-12, totals.purchases);
  const figures = {
    horizon: short(definition.horizonUnits),
    unit: unitWord(result, text),
    purchases: short(totals.purchases),
    customers: n.customers,
    share: percent(share),
  };
  const first = hasValue
    ? text('value.sentence.money', { ...figures, clv: short(totals.clv!) })
    : text('value.sentence.count', figures);
  const tested = holdout
    ? text('value.checked', {
        length: short(holdout.length),
        unit: unitWord(result, text),
        off: missed(holdout.expected, holdout.actual),
        expected: Math.round(holdout.expected),
        actual: holdout.actual,
      })
    : text('value.unchecked');
  return `${first} ${tested}`;
}

function valueView(result: ClvResult, text: Text): View {
  const { deciles, totals } = result;
  const keys = ['decile', 'customers', 'purchases', 'pAlive', 'clv', 'actual'] as const;
  const worth = (row: (typeof deciles)[0]) => (totals.clv !== null ? Math.max(0, row.clv ?? 0) : row.purchases);
  const all = Math.max(
    1e-12,
    deciles.reduce((sum, row) => sum + worth(row), 0),
  );
  const data = deciles.map((row) => ({
    name: text('decile.name', { n: row.decile }),
    value: worth(row),
    label: text('value.bar', { value: short(worth(row)), share: percent(worth(row) / all) }),
  }));
  return {
    title: text('value.title'),
    sentence: valueSentence(result, text),
    definition: definitionText(result, text),
    cautions: cautions(result, text),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: deciles.map((row) => keys.map((key) => row[key])),
    },
    chart: (theme) => bars(theme, data, text(totals.clv !== null ? 'axis.clv' : 'axis.purchases')),
    marks: deciles.map(({ decile }) => `decile:${decile}`),
  };
}

function aliveView(result: ClvResult, text: Text): View {
  const { alive, totals, n } = result;
  const data = alive.map(({ from, to, customers }) => ({
    name: text('alive.bin', { from: percent(from), to: percent(to) }),
    value: customers,
    label: String(customers),
  }));
  return {
    title: text('alive.title'),
    sentence: text('alive.sentence', {
      alive: Math.round(totals.alive),
      customers: n.customers,
      share: percent(totals.alive / n.customers),
      lost: alive[0]!.customers,
    }),
    definition: definitionText(result, text),
    cautions: cautions(result, text),
    table: {
      columns: [text('column.bin'), text('column.customers')],
      rows: data.map(({ name, value }) => [name, value]),
    },
    chart: (theme) => bars(theme, data, text('axis.customers')),
    marks: alive.map((_, bin) => `alive:${bin}`),
  };
}

function customersView(result: ClvResult, text: Text): View {
  const { customers, n, definition } = result;
  const [best] = customers as [(typeof customers)[0]];
  const keys = [
    ...(['user', 'frequency', 'recency', 'T', 'monetary', 'pAlive'] as const),
    ...(['expectedPurchases', 'expectedValue', 'clv'] as const),
  ];
  const name = (key: (typeof keys)[number]) => text(`column.${key === 'expectedPurchases' ? 'purchases' : key}`);
  const shown = customers.slice(0, SHOWN);
  return {
    title: text('customers.title'),
    sentence: text('customers.sentence', {
      user: best.user,
      purchases: short(best.expectedPurchases),
      horizon: short(definition.horizonUnits),
      unit: unitWord(result, text),
      alive: percent(best.pAlive),
      shown: shown.length,
      customers: n.customers,
      table: 'clv_scores',
    }),
    definition: definitionText(result, text),
    cautions: cautions(result, text),
    table: { columns: keys.map(name), rows: shown.map((row) => keys.map((key) => row[key])) },
  };
}

function holdoutView(result: ClvResult, holdout: Holdout, text: Text): View {
  const { deciles, definition } = result;
  // The forecast of the table is that of the horizon: brought to the length of the holdout by the two sums.
  const scale = holdout.expected / Math.max(1e-12, result.totals.purchases);
  const rows = deciles.map(({ decile, customers, purchases, actual }) => ({
    ...{ decile, customers, actual: actual ?? 0, expected: purchases * scale },
  }));
  return {
    title: text('holdout.title'),
    sentence: text('holdout.sentence', {
      length: short(holdout.length),
      unit: unitWord(result, text),
      end: definition.calibrationEnd,
      actual: holdout.actual,
      expected: Math.round(holdout.expected),
      off: missed(holdout.expected, holdout.actual),
      correlation: holdout.correlation === null ? '–' : short(holdout.correlation),
      mae: short(holdout.mae),
      baseline: short(holdout.baselineMae),
    }),
    definition: definitionText(result, text),
    cautions: cautions(result, text),
    table: {
      columns: (['decile', 'customers', 'expected', 'actual'] as const).map((key) => text(`column.${key}`)),
      rows: rows.map((row) => [row.decile, row.customers, row.expected, row.actual]),
    },
    chart: (theme) =>
      groupedBars(theme, {
        groups: rows.map(({ decile }) => text('decile.name', { n: decile })),
        series: [
          { name: text('series.actual'), values: rows.map(({ actual }) => actual) },
          { name: text('series.expected'), values: rows.map(({ expected }) => expected) },
        ],
        axis: text('axis.cumulative'),
      }),
    marks: rows.map(({ decile }) => `decile:${decile}`),
  };
}

function trackingView(result: ClvResult, text: Text): View {
  const { tracking } = result;
  const last = tracking.at(-1)!;
  const figures = (row: typeof last) => ({ week: row.week, expected: Math.round(row.expected), actual: row.actual });
  return {
    title: text('tracking.title'),
    sentence: text('tracking.sentence', { ...figures(last), off: missed(last.expected, last.actual) }),
    definition: definitionText(result, text),
    cautions: [...(result.holdout ? [text('caution.tracking')] : []), ...cautions(result, text)],
    table: {
      columns: (['week', 'expected', 'actual'] as const).map((key) => text(`column.${key}`)),
      rows: tracking.map(({ week, expected, actual }) => [week, expected, actual]),
    },
    chart: (theme) =>
      bandedLine(
        theme,
        { name: text('series.actual'), values: tracking.map(({ actual }) => actual) },
        [{ name: text('series.expected'), values: tracking.map(({ expected }) => expected) }],
        {
          x: text('axis.week'),
          y: text('axis.cumulative'),
          places: tracking.map(({ week }) => String(week)),
          label: (place) => text('tracking.label', figures(tracking[place]!)),
          // What the model had not seen.
          partial: tracking.map(({ isHoldout }) => isHoldout),
        },
      ),
  };
}

/** Value and its people; who is still there; the list; the test; the course; the fit; the model. */
export const views = (result: ClvResult, text: Text): View[] => [
  valueView(result, text),
  aliveView(result, text),
  customersView(result, text),
  ...(result.holdout ? [holdoutView(result, result.holdout, text)] : []),
  ...(result.tracking.length > 0 ? [trackingView(result, text)] : []),
  fitView(result, text),
  parametersView(result, text),
  ratesView(result, text),
  leavingView(result, text),
];
