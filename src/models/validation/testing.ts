import * as v from 'valibot';
import { preparationSchema } from '../../contract/learning.ts';
import { seededRandom } from '../../core/random.ts';
import type { LearningData } from './fold.ts';

/** Preparation as it is where nothing is said. */
export const prepared = v.parse(preparationSchema, {});

/** For tests: rows whose label hangs on the first column, less on the category, not on the last column. */
export function learningData(task: 'binary' | 'multiclass' | 'regression', rows: number, seed = 3): LearningData {
  const random = seededRandom(seed);
  const numbers = () => Float64Array.from({ length: rows }, () => 2 * random() - 1);
  const [a, noise] = [numbers(), numbers()];
  const codes = Int32Array.from({ length: rows }, () => Math.floor(3 * random()));
  const y = a.map((value, row) => {
    const score = 2 * value + (codes[row] === 1 ? 0.7 : 0) + 1.6 * (random() - 0.5);
    if (task === 'regression') return score;
    return task === 'binary' ? Number(score > 0.4) : Number(score > -0.6) + Number(score > 0.8);
  });
  const columns: LearningData['table']['columns'] = [
    { name: 'a', kind: 'number', values: a },
    { name: 'place', kind: 'category', codes, levels: ['north', 'south', 'west'] },
    { name: 'noise', kind: 'number', values: noise },
  ];
  return { table: { rows, columns }, y, task, classes: { binary: 2, multiclass: 3, regression: 1 }[task] };
}
