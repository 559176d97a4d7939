import { intervalPlot } from '../../charts/interval-plot.ts';
import { signedBars } from '../../charts/signed-bars.ts';
import type { ChartTheme, View } from '../../contract/view.ts';
import { pText } from '../../core/p-text.ts';
import type { AftResult, CoxResult, SurvivalResult } from './result.ts';
import type { Text } from './words.ts';
import { definitionText, modelCautions, percent, short, unitWord } from './words.ts';

type Coefficients = CoxResult['coefficients'];

const SURELY = 0.05;
/** As many as a chart can name. */
const MOST_DRAWN = 30;

const surest = (coefficients: Coefficients): Coefficients[0] =>
  coefficients.reduce((best, each) => (Math.abs(each.z) > Math.abs(best.z) ? each : best));

/** Factors in words: e^coefficient with its interval. */
const factor = ({ coef, low, high, p, name }: Coefficients[0]) => ({
  ...{ name, ratio: short(Math.exp(coef)), low: short(Math.exp(low)), high: short(Math.exp(high)), p: pText(p) },
});

/** A runaway coefficient would make the others' intervals too small to see. */
function forest(theme: ChartTheme, rows: Coefficients, axis: string, label: (row: Coefficients[0]) => string) {
  const drawn = rows.filter(({ low, high }) => high - low < 50).slice(0, MOST_DRAWN);
  return intervalPlot(
    theme,
    drawn.map((row) => ({ name: row.name, value: row.coef, low: row.low, high: row.high, label: label(row) })),
    axis,
  );
}

function coxDefinition(result: SurvivalResult, { subjects, events }: CoxResult, text: Text): string {
  const { earlyDays, strata } = result.definition;
  const parts = [
    ...(earlyDays > 0 ? [text('definition.early', { days: short(earlyDays) })] : []),
    ...(strata !== '' ? [text('definition.strata', { strata })] : []),
  ];
  return `${definitionText(result, text)} ${text('definition.cox', { subjects, events, early: parts.join(' ') })}`.trim();
}

/** Hazard ratios. */
export function coxView(result: SurvivalResult, cox: CoxResult, text: Text): View {
  const { coefficients, likelihoodRatio, concordance } = cox;
  const key = likelihoodRatio.p < SURELY ? 'cox.sentence' : 'cox.nothing';
  return {
    title: text('cox.title'),
    sentence: text(key, {
      ...factor(surest(coefficients)),
      concordance: percent(concordance),
      lr: pText(likelihoodRatio.p),
    }),
    definition: coxDefinition(result, cox, text),
    cautions: [...modelCautions(result, text), text('caution.many')],
    table: {
      columns: (['name', 'coef', 'se', 'z', 'p', 'ratio', 'low', 'high'] as const).map((name) =>
        text(`column.${name}`),
      ),
      rows: coefficients.map(({ name, coef, se, z, p, low, high }) => [
        ...[name, coef, se, z, p],
        ...[coef, low, high].map(Math.exp),
      ]),
    },
    chart: (theme) => forest(theme, coefficients, text('axis.log'), (row) => text('cox.label', factor(row))),
  };
}

/** Whether hazards are proportional. */
export function checkView(result: SurvivalResult, cox: CoxResult, text: Text): View {
  const { columns, global } = cox.proportional;
  const first = columns.reduce((best, each) => (each.p < best.p ? each : best));
  const words = ({ name, correlation, p }: typeof first) => ({
    name,
    correlation: short(correlation),
    p: pText(p),
  });
  return {
    title: text('check.title'),
    sentence: text(first.p < SURELY / columns.length ? 'check.drifts' : 'check.fine', {
      ...words(first),
      global: global ? pText(global.p) : '–',
    }),
    definition: coxDefinition(result, cox, text),
    cautions: [text('caution.many'), ...modelCautions(result, text)],
    table: {
      columns: (['name', 'correlation', 'statistic', 'p'] as const).map((name) => text(`column.${name}`)),
      rows: columns.map(({ name, correlation, statistic, p }) => [name, correlation, statistic, p]),
    },
    chart: (theme) =>
      signedBars(
        theme,
        columns.slice(0, MOST_DRAWN).map((row) => ({
          name: row.name,
          value: row.correlation,
          label: String(short(row.correlation)),
        })),
        text('axis.correlation'),
      ),
  };
}

/** Factors of time. */
export function aftView(result: SurvivalResult, aft: AftResult, text: Text): View {
  const { coefficients, logShape, shape, medianAtMeans } = aft;
  const { ratio, low, high, p, name } = factor(surest(coefficients));
  const course = logShape.low > 0 ? 'aft.rises' : logShape.high < 0 ? 'aft.falls' : 'aft.steady';
  const rows = [...coefficients, aft.intercept, logShape];
  return {
    title: text('aft.title'),
    sentence: text('aft.sentence', {
      ...{ median: short(medianAtMeans), unit: unitWord(result, text), course: text(course) },
      ...{ shape: short(shape), low: short(Math.exp(logShape.low)), high: short(Math.exp(logShape.high)) },
      ...{ name, ratio, ratioLow: low, ratioHigh: high, p },
    }),
    definition: `${definitionText(result, text)} ${text('definition.aft')}`,
    cautions: [...modelCautions(result, text), ...(aft.zeros > 0 ? [text('caution.zeros', { n: aft.zeros })] : [])],
    table: {
      columns: (['name', 'coef', 'se', 'z', 'p', 'factor'] as const).map((key) => text(`column.${key}`)),
      rows: rows.map(({ name: row, coef, se, z, p: chanceOf }) => [row, coef, se, z, chanceOf, Math.exp(coef)]),
    },
    chart: (theme) => forest(theme, coefficients, text('axis.logTime'), (row) => text('aft.label', factor(row))),
  };
}
