import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import type { KernelBuild } from '../kernel.ts';
import { layOut, newKernel } from '../kernel.ts';
import build from './kernels/rows.as.ts?kernel';
import type { RowKernel } from './row-blocks.ts';

/** Residuals and powers of e of some scores, as the kernel finds them. */
async function run(which: KernelBuild, z: Float64Array, intercept = 0, label = 0) {
  const kernel = await newKernel<RowKernel>(which);
  const n = z.length;
  const [s, y, w, p, g] = layOut(kernel, [8 * n, 8 * n, 8 * n, 8 * n, 8]) as [number, number, number, number, number];
  const part = (at: number, count = n) => new Float64Array(kernel.memory.buffer, at, count);
  part(s).set(z);
  part(y).fill(label);
  part(w).fill(1);
  const loss = kernel.residuals(s, n, intercept, y, w, p, g);
  return { loss, sum: part(g, 1)[0]!, residuals: part(s).slice(), powers: part(p).slice() };
}

const random = seededRandom(5);
/** A dense grid, numbers of all sizes, and borders of the reduction's range. */
const scores = Float64Array.from([
  ...Array.from({ length: 40_001 }, (_, n) => -40 + n / 500),
  ...Array.from({ length: 40_000 }, () => 1400 * (random() - 0.5)),
  ...Array.from({ length: 20_000 }, () => (random() - 0.5) * 10 ** (-20 * random())),
  ...Array.from({ length: 2043 }, (_, n) => (n - 1021) * (Math.LN2 / 2)),
  ...[0, -0, 708, -708, 5e-324, Number.EPSILON],
]);

describe.each([
  ['plain', { plain: build.plain, relaxed: build.plain }],
  ['relaxed where there is', build],
])('powers of e, %s', (_, which) => {
  it('are those of Math.exp within two units in the last place', async () => {
    const { powers } = await run(which, scores);
    const worst = powers.reduce((most, value, n) => {
      const truth = Math.exp(-Math.abs(scores[n]!));
      return Math.max(most, Math.abs(value - truth) / (truth * Number.EPSILON));
    }, 0);
    expect(worst).toBeLessThan(2);
  });

  it('give probabilities within four units, less the label, and their sum', async () => {
    const { residuals, sum } = await run(which, scores);
    const truths = scores.map((z) => (z < 0 ? Math.exp(z) / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z))));
    const off = truths.map((truth, n) => Math.abs(residuals[n]! - truth) / (truth * Number.EPSILON));
    expect(off.reduce((most, value) => Math.max(most, value), 0)).toBeLessThanOrEqual(4);
    expect(sum / truths.reduce((all, truth) => all + truth, 0)).toBeCloseTo(1, 12);
  });

  it('neither overflow far out nor hide what is no number', async () => {
    const { residuals, powers, loss } = await run(which, Float64Array.of(-1e300, 1e300, -800, 800), 0, 1);
    expect([...powers].every((power) => power >= 0 && power < 1e-300)).toBe(true);
    expect([...residuals]).toEqual([-1, 0, -1, 0]);
    expect(loss).toBe(1e300);
    expect((await run(which, Float64Array.of(NaN, 0))).residuals[0]).toBeNaN();
  });
});
