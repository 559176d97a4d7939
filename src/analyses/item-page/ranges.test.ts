import { describe, expect, it } from 'vitest';
import { ONE_RANGE, rangeOf } from './ranges.ts';

const step = () => Promise.resolve();
const ranged = async (titles: (string | null)[], item = 0) => [...(await rangeOf(item, titles, step))];

describe('one range', () => {
  // Of seven titles pink and green are in three each, rose, teacup and fan in two each: weights ln(8 / 4) + 1 and ln(8 / 3) + 1.
  const titles = ['Pink Rose Teacup', 'Green Rose Teacup', 'Pink Fan', 'Green Fan', 'Pink Cap', 'Green Hat', 'Pan'];

  it('are titles whose words, weighted by how rare they are, are mostly the same', async () => {
    const [common, rare] = [Math.log(8 / 4) + 1, Math.log(8 / 3) + 1];
    const teacups = (2 * rare ** 2) / (2 * rare ** 2 + common ** 2);
    const fans = rare ** 2 / (rare ** 2 + common ** 2);
    // 0.73 and 0.58: two words of three, but one of two.
    expect(teacups).toBeGreaterThan(ONE_RANGE);
    expect(fans).toBeLessThan(ONE_RANGE);
    expect(await ranged(titles)).toEqual([[1, 'Rose Teacup']]);
    expect(await ranged(titles, 2)).toEqual([]);
  });

  it('are not what has the pattern alone in common', async () => {
    // Each word in two of four titles: one of two shared weighs half.
    expect(await ranged(['Spotty Cups', 'Spotty Plates', 'Plain Cups', 'Plain Plates'])).toEqual([]);
  });

  it('keeps small words as they stand, and knows words without blanks between', async () => {
    const cups = ['SET OF 3 HEART CUTTERS', 'SET OF 3 STAR CUTTERS', 'HEART BOX', 'STAR BOX', 'HEART TIN', 'STAR TIN'];
    expect(await ranged(cups)).toEqual([[1, 'SET OF 3 CUTTERS']]);
    const chinese = ['红色保温水杯', '蓝色保温水杯', '红色雨伞', '蓝色雨伞', '红色帽子', '蓝色帽子', '铁锅'];
    const [[other, words] = []] = await ranged(chinese);
    expect(other).toBe(1);
    expect(words).toContain('水杯');
    expect(words).not.toContain('红色');
  });

  it('an item without a title has none', async () => {
    expect(await ranged([null, 'Pan', null])).toEqual([]);
    expect(await ranged(['Pan', null, ''])).toEqual([]);
    expect(await ranged(['Pan', 'Pan'])).toEqual([[1, 'Pan']]);
  });
});
