import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LearningTable } from '../learning-table.ts';
import { principalComponents } from '../projection/pca.ts';
import { fitPipeline, loadPipeline } from './pipeline.ts';
import { allRows, categoryColumn, numberColumn, optionsOf, tableOf } from './testing.ts';

interface Golden {
  columns: string[];
  pca: { explained_ratio_first5: number[] };
}
const golden = (JSON.parse(readFileSync('golden/telco.json', 'utf8')) as { telco: Golden }).telco;

const NUMBERS = ['SeniorCitizen', 'tenure', 'MonthlyCharges', 'TotalCharges'];

/** All columns but customer and label, numbers first as the reference has them; a blank total is 0 there. */
function telco(): { table: LearningTable; y: number[] } {
  const text = gunzipSync(readFileSync('sample-data/telco.csv.gz')).toString('utf8');
  const [header, ...lines] = text.trim().split(/\r?\n/);
  const names = header!.split(',');
  const cells = lines.map((line) => line.split(','));
  const valuesOf = (name: string) => cells.map((row) => row[names.indexOf(name)]!);
  const categories = names.filter((name) => !NUMBERS.includes(name) && name !== 'customerID' && name !== 'Churn');
  const table = tableOf(
    ...NUMBERS.map((name) =>
      numberColumn(
        name,
        valuesOf(name).map((value) => Number(value.trim() || 0)),
      ),
    ),
    ...categories.map((name) => categoryColumn(name, valuesOf(name))),
  );
  return { table, y: valuesOf('Churn').map((value) => Number(value === 'Yes')) };
}

describe('Telco customers', () => {
  const { table, y } = telco();
  const options = optionsOf({}, { scaled: true });

  it('have the columns of the reference: every level, on one scale', () => {
    const { pipeline, x } = fitPipeline(table, allRows(table), y, options);
    expect(pipeline.names).toEqual(golden.columns);
    expect(x.names).toEqual(golden.columns);
    for (let column = 0; column < x.columns; column += 1) {
      const values = Float64Array.from({ length: x.rows }, (_, row) => x.data[row * x.columns + column]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / x.rows;
      expect(mean).toBeCloseTo(0, 10);
      expect(values.reduce((sum, value) => sum + value * value, 0) / x.rows).toBeCloseTo(1, 10);
    }
  });

  it('differ along the components of the reference', () => {
    const { x } = fitPipeline(table, allRows(table), y, options);
    const { shares } = principalComponents(x, 5);
    golden.pca.explained_ratio_first5.forEach((share, k) => expect(shares[k]).toBeCloseTo(share, 10));
    const projected = fitPipeline(table, allRows(table), y, optionsOf({ components: 5 }));
    expect(projected.x.names).toEqual(['pc1', 'pc2', 'pc3', 'pc4', 'pc5']);
    expect([...projected.pipeline.origin]).toEqual([-1, -1, -1, -1, -1]);
    golden.pca.explained_ratio_first5.forEach((share, k) => {
      const squares = Float64Array.from(projected.x.data).reduce(
        (sum, value, at) => sum + (at % 5 === k ? value * value : 0),
        0,
      );
      // 45 columns of variance 1, none of which is constant.
      expect(squares / x.rows / 45).toBeCloseTo(share, 10);
    });
  });

  it('saved and loaded, they are the same numbers', () => {
    const { pipeline, x } = fitPipeline(table, allRows(table), y, options);
    const loaded = loadPipeline(JSON.parse(JSON.stringify(pipeline)));
    const { data, ...rest } = loaded.transform(table);
    expect(rest).toEqual({ rows: x.rows, columns: x.columns, names: x.names });
    // To the bit; a comparison of 317,000 numbers one by one is slow.
    expect(Buffer.from(data.buffer).equals(Buffer.from(x.data.buffer))).toBe(true);
  });
});
