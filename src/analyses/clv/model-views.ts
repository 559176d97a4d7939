import { groupedBars } from '../../charts/grouped-bars.ts';
import { rowLines } from '../../charts/row-lines.ts';
import type { View } from '../../contract/view.ts';
import { pText } from '../../core/p-text.ts';
import { chiSquareSf } from '../../core/statistics.ts';
import type { ClvResult, Curve } from './result.ts';
import type { Text } from './words.ts';
import { cautions, definitionText, percent, perUnit, short, unitWord } from './words.ts';

const PURCHASE_PARAMETERS = 4;
const SURELY = 0.01;

/** Customers by repeats, counted and expected. */
export function fitView(result: ClvResult, text: Text): View {
  const { rows, chiSquare } = result.fit;
  const name = (n: number) => text(n === rows.length - 1 ? 'fit.more' : 'fit.repeats', { n });
  const p = chiSquareSf(chiSquare, rows.length - 1 - PURCHASE_PARAMETERS);
  const first = rows[0]!;
  return {
    title: text('fit.title'),
    sentence: text('fit.sentence', {
      observed: first.observed,
      expected: Math.round(first.expected),
      chi: short(chiSquare),
      rows: rows.length,
    }),
    definition: definitionText(result, text),
    cautions: [...(p < SURELY ? [text('caution.misfit', { p: pText(p) })] : []), ...cautions(result, text)],
    table: {
      columns: [text('column.repeats'), text('column.observed'), text('column.expected')],
      rows: rows.map(({ purchases, observed, expected }) => [name(purchases), observed, expected]),
    },
    chart: (theme) =>
      groupedBars(theme, {
        groups: rows.map(({ purchases }) => name(purchases)),
        series: [
          { name: text('series.actual'), values: rows.map(({ observed }) => observed) },
          { name: text('series.expected'), values: rows.map(({ expected }) => expected) },
        ],
        axis: text('axis.customers'),
      }),
  };
}

function parametersSentence(result: ClvResult, text: Text): string {
  const { params, model, spending } = result;
  const { r, alpha, a, b, s, beta } = params as Record<'r' | 'alpha' | 'a' | 'b' | 's' | 'beta', number>;
  const leaving =
    model === 'bg-nbd'
      ? text('parameters.leaving.bg-nbd', { p: percent(a / (a + b)) })
      : text('parameters.leaving.pareto-nbd', {
          // The median of the Pareto distribution of lifetimes.
          half: short(beta * (2 ** (1 / s) - 1)),
          unit: unitWord(result, text),
        });
  const spread = text(r > 2 ? 'parameters.alike' : 'parameters.differ');
  const sentence = text('parameters.sentence', {
    rate: short(r / alpha),
    unit: perUnit(result, text),
    spread,
    leaving,
  });
  if (!spending || spending.mean === null) return sentence;
  return `${sentence} ${text('parameters.spending', { mean: short(spending.mean), customers: spending.customers })}`;
}

/** The parameters with what they mean. */
export function parametersView(result: ClvResult, text: Text): View {
  const { params, errors, spending } = result;
  const own = Object.entries(params).map(([name, value]) => [name, value, errors?.[name] ?? null] as const);
  const amounts = spending
    ? (['p', 'q', 'v'] as const).map((name) => [name, spending.params[name], spending.errors?.[name] ?? null] as const)
    : [];
  return {
    title: text('parameters.title'),
    sentence: parametersSentence(result, text),
    definition: definitionText(result, text),
    cautions: cautions(result, text),
    table: {
      columns: (['parameter', 'meaning', 'value', 'se'] as const).map((key) => text(`column.${key}`)),
      rows: [...own, ...amounts].map(([name, value, se]) => [name, text(`meaning.${name as 'r'}`), value, se]),
    },
  };
}

interface CurveWords {
  title: string;
  sentence: string;
  axis: string;
  label: (x: number, density: number) => string;
}

function curveView(result: ClvResult, { x, density }: Curve, words: CurveWords, text: Text): View {
  return {
    title: words.title,
    sentence: words.sentence,
    definition: definitionText(result, text),
    cautions: cautions(result, text),
    table: {
      columns: [text('column.x'), text('column.density')],
      rows: x.map((value, n) => [value, density[n]!]),
    },
    chart: (theme) =>
      rowLines(theme, [{ name: words.title, values: density, rows: x.map((_, n) => n) }], {
        x: words.axis,
        y: text('axis.density'),
        places: x.map((value) => String(short(value))),
        label: (place) => words.label(short(x[place]!), short(density[place]!)),
      }),
  };
}

/** The share of a curve's area up to a value; the curve stands on even steps. */
function shareBelow({ x, density }: Curve, value: number): number {
  const whole = density.reduce((sum, each) => sum + each, 0);
  const below = density.reduce((sum, each, n) => (x[n]! < value ? sum + each : sum), 0);
  return whole > 0 ? below / whole : 0;
}

/** How purchase rates differ among customers. */
export function ratesView(result: ClvResult, text: Text): View {
  const curve = result.heterogeneity.rate;
  const unit = perUnit(result, text);
  const span = result.definition.unit === 'week' ? 13 : 91;
  return curveView(
    result,
    curve,
    {
      title: text('rates.title'),
      sentence: text('rates.sentence', {
        share: percent(shareBelow(curve, 1 / span)),
        span,
        unit: unitWord(result, text),
      }),
      axis: text('axis.rate', { unit }),
      label: (x, density) => text('rates.label', { x, unit, density }),
    },
    text,
  );
}

/** How the chance or rate of leaving differs among customers. */
export function leavingView(result: ClvResult, text: Text): View {
  const { model, params } = result;
  const { a, b, s, beta } = params as Record<'a' | 'b' | 's' | 'beta', number>;
  const unit = perUnit(result, text);
  const sentence =
    model === 'bg-nbd'
      ? text('leaving.sentence.bg-nbd', {
          mean: percent(a / (a + b)),
          sd: percent(Math.sqrt((a * b) / (a + b + 1)) / (a + b)),
        })
      : text('leaving.sentence.pareto-nbd', { mean: short(s / beta), sd: short(Math.sqrt(s) / beta), unit });
  const axis = model === 'bg-nbd' ? text('axis.leaving.bg-nbd') : text('axis.leaving.pareto-nbd', { unit });
  const label = (x: number, density: number) => text('leaving.label', { x, density });
  return curveView(result, result.heterogeneity.leaving, { title: text('leaving.title'), sentence, axis, label }, text);
}
