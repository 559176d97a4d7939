import { describe, expect, it } from 'vitest';
import { toldBy, TOO_GOOD } from './leaks.ts';
import type { LearningColumn } from './learning-table.ts';
import { seededRandom } from './random.ts';

const tooGood = (column: LearningColumn, y: ArrayLike<number>, classes = 2): boolean =>
  (toldBy(column, y, classes) ?? 0) >= TOO_GOOD;

const ROWS = 400;
const random = seededRandom(5);
const y = Float64Array.from({ length: ROWS }, () => (random() < 0.3 ? 1 : 0));

const number = (of: (row: number) => number): LearningColumn => ({
  name: 'x',
  kind: 'number',
  values: Float64Array.from({ length: ROWS }, (_, row) => of(row)),
});
const category = (levels: number, of: (row: number) => number): LearningColumn => ({
  name: 'x',
  kind: 'category',
  codes: Int32Array.from({ length: ROWS }, (_, row) => of(row)),
  levels: Array.from({ length: levels }, (_, level) => `level ${level}`),
});

describe('what a single column tells', () => {
  it('a copy of the label, in numbers, in words, the other way round, or in what is missing', () => {
    expect(
      toldBy(
        number((row) => y[row]!),
        y,
        2,
      ),
    ).toBe(1);
    expect(
      tooGood(
        number((row) => 5 - 3 * y[row]! + 0.1 * random()),
        y,
      ),
    ).toBe(true);
    expect(
      tooGood(
        category(2, (row) => y[row]!),
        y,
      ),
    ).toBe(true);
    expect(
      tooGood(
        category(2, (row) => 1 - y[row]!),
        y,
      ),
    ).toBe(true);
    expect(
      tooGood(
        number((row) => (y[row] === 1 ? NaN : random())),
        y,
      ),
    ).toBe(true);
    expect(
      tooGood(
        category(1, (row) => y[row]! - 1),
        y,
      ),
    ).toBe(true);
  });

  it('noise, a useful column, and one that is constant are believed', () => {
    expect(
      toldBy(
        number(() => random()),
        y,
        2,
      ),
    ).toBeLessThan(0.65);
    expect(
      tooGood(
        number((row) => y[row]! + 2 * random()),
        y,
      ),
    ).toBe(false);
    expect(
      toldBy(
        number(() => 1),
        y,
        2,
      ),
    ).toBe(0.5);
    expect(
      toldBy(
        category(1, () => 0),
        y,
        2,
      ),
    ).toBeLessThan(0.98);
  });

  it('a name for each row tells nothing of others, nor do many rare levels', () => {
    expect(
      tooGood(
        category(ROWS, (row) => row),
        y,
      ),
    ).toBe(false);
    expect(
      tooGood(
        category(ROWS / 2, (row) => row >> 1),
        y,
      ),
    ).toBe(false);
  });

  it('several classes: by the entropy that is left', () => {
    const classes = Float64Array.from({ length: ROWS }, () => Math.floor(3 * random()));
    expect(
      toldBy(
        number((row) => classes[row]!),
        classes,
        3,
      ),
    ).toBeGreaterThan(0.98);
    expect(
      tooGood(
        category(3, (row) => (classes[row]! + 1) % 3),
        classes,
        3,
      ),
    ).toBe(true);
    expect(
      toldBy(
        number(() => random()),
        classes,
        3,
      ),
    ).toBeLessThan(0.2);
    expect(
      tooGood(
        category(ROWS, (row) => row),
        classes,
        3,
      ),
    ).toBe(false);
    // Halves the uncertainty of one class in three only.
    expect(
      tooGood(
        category(2, (row) => Math.min(1, classes[row]!)),
        classes,
        3,
      ),
    ).toBe(false);
  });

  it('of many rows some are enough', () => {
    const labels = Float64Array.from({ length: 100_000 }, () => (random() < 0.1 ? 1 : 0));
    const column: LearningColumn = { name: 'x', kind: 'number', values: labels.map((label) => label + 0.5 * random()) };
    expect(toldBy(column, labels, 2)).toBe(1);
    expect(toldBy({ ...column, values: labels.map(() => random()) }, labels, 2)).toBeLessThan(0.55);
  });

  it('a few rows prove nothing', () => {
    expect(
      toldBy(
        number((row) => y[row]!),
        y.slice(0, 49),
        2,
      ),
    ).toBeNull();
  });
});
