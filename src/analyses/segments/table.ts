import type { Table } from 'apache-arrow';
import { column, numbers, strings } from '../../core/columns.ts';
import { medianAndMad, meanAndVariance } from '../../core/statistics.ts';
import type { Matrix } from '../../models/matrix.ts';
import { matrixOf } from '../../models/matrix.ts';
import type { Params } from './params.ts';

export interface Feature {
  kind: string;
  of: string;
  skewed: boolean;
}

/** The users' features as they are, and as they are compared; a row for each user, a column for each feature that varies. */
export interface FeatureTable {
  features: Feature[];
  raw: Float64Array[];
  scaled: Matrix;
  /** How many features were the same for everyone, and left out. */
  constant: number;
}

const onLogScale = (values: Float64Array): Float64Array =>
  values.map((value) => Math.sign(value) * Math.log1p(Math.abs(value)));

/** Mean 0 and deviation 1; or median 0 and the median absolute deviation 1, where more than half the users are not alike. */
function standardised(values: Float64Array, scaling: Params['scaling']): Float64Array {
  const { mean, variance } = meanAndVariance(values);
  const deviation = Math.sqrt(variance);
  if (scaling === 'robust') {
    const { median, mad } = medianAndMad(values);
    if (mad > 0) return values.map((value) => (value - median) / mad);
  }
  return values.map((value) => (value - mean) / deviation);
}

function legendOf(legend: Table): Feature[] {
  const [kinds, ofs] = [strings(legend, 'kind'), strings(legend, 'of')];
  const skewed = [...column(legend, 'skewed')] as boolean[];
  return kinds.map((kind, n) => ({ kind: kind!, of: ofs[n]!, skewed: skewed[n]! }));
}

/** Features of the query, and the sessions counted on the timeline where the query has none. */
export function featureTable(
  users: Table,
  legend: Table,
  sessions: Float64Array | null,
  scaling: Params['scaling'],
): FeatureTable {
  const named = strings(legend, 'name');
  const all = legendOf(legend).map((feature, n) => ({ feature, values: numbers(users, named[n]!) }));
  if (sessions) all.push({ feature: { kind: 'sessions', of: '', skewed: true }, values: sessions });
  const varied = all.filter(({ values }) => values.some((value) => value !== values[0]));
  const scaled = varied.map(({ feature, values }) =>
    standardised(scaling === 'log' && feature.skewed ? onLogScale(values) : values, scaling),
  );
  return {
    features: varied.map(({ feature }) => feature),
    raw: varied.map(({ values }) => values),
    scaled: matrixOf(
      varied.map(({ feature }) => `${feature.kind} ${feature.of}`),
      scaled,
      users.numRows,
    ),
    constant: all.length - varied.length,
  };
}
