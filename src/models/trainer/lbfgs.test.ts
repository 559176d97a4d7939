import { expect, it } from 'vitest';
import { pack, unpack } from '../../core/packed.ts';
import type { LbfgsState } from './lbfgs.ts';
import { lbfgs } from './lbfgs.ts';

const options = { tolerance: 1e-9, precision: 0, maxIterations: 200 };

const rosenbrock = async ([x, y]: Float64Array) => ({
  loss: (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2,
  gradient: Float64Array.of(-2 * (1 - x!) - 400 * x! * (y! - x! ** 2), 200 * (y! - x! ** 2)),
});

it("finds the minimum of Rosenbrock's valley at (1, 1)", async () => {
  const end = await lbfgs(rosenbrock, Float64Array.of(-1.2, 1), options);
  expect(end.converged).toBe(true);
  expect(end.weights[0]).toBeCloseTo(1, 7);
  expect(end.weights[1]).toBeCloseTo(1, 7);
  expect(end.iterations).toBeLessThan(100);
});

it('steps back from where the loss is no number', async () => {
  // −log x + x has its minimum at 1, and no value at or below 0, where a first step of −9 would land.
  const barrier = async ([x]: Float64Array) => ({
    loss: x! > 0 ? x! - Math.log(x!) : NaN,
    gradient: Float64Array.of(1 - 1 / x!),
  });
  const end = await lbfgs(barrier, Float64Array.of(0.1), options);
  expect(end.weights[0]).toBeCloseTo(1, 7);
});

it('stops, and says so, where rounding hides the way down', async () => {
  const coarse = async ([x]: Float64Array) => ({
    loss: Math.fround(1 + (x! - 3) ** 2 * 1e-9),
    gradient: Float64Array.of(2e-9 * (x! - 3)),
  });
  const end = await lbfgs(coarse, Float64Array.of(0), { ...options, tolerance: 1e-12, precision: 2 ** -24 });
  expect(end.converged).toBe(false);
  expect(end.iterations).toBe(0);
});

it('an error thrown between iterations stops it', async () => {
  const bowl = async (at: Float64Array) => ({ loss: (at[0]! - 5) ** 2, gradient: Float64Array.of(2 * (at[0]! - 5)) });
  const onIteration = () => Promise.reject(new Error('enough'));
  await expect(lbfgs(bowl, Float64Array.of(0), { ...options, onIteration })).rejects.toThrow('enough');
});

it('taken up after any iteration, it takes the same way to the same minimum, bit for bit', async () => {
  const states: LbfgsState[] = [];
  const onIteration = async (state: LbfgsState) => void states.push(state);
  const end = await lbfgs(rosenbrock, Float64Array.of(-1.2, 1), { ...options, onIteration });
  expect(states.length).toBe(end.iterations);
  expect(states.length).toBeGreaterThan(20);
  for (const [done, state] of states.entries()) {
    const evaluated: Float64Array[] = [];
    const counted = (at: Float64Array) => (evaluated.push(at), rosenbrock(at));
    const rest: LbfgsState[] = [];
    const again = await lbfgs(counted, unpack(pack(state)) as LbfgsState, {
      ...options,
      onIteration: async (next) => void rest.push(next),
    });
    expect(again).toStrictEqual(end);
    expect(rest).toStrictEqual(states.slice(done + 1));
    // Nothing of what was done is done again.
    if (done + 1 === states.length) expect(evaluated).toEqual([]);
  }
});

it('a memory that is left out would be missed', async () => {
  const states: LbfgsState[] = [];
  const onIteration = async (state: LbfgsState) => void states.push(state);
  const end = await lbfgs(rosenbrock, Float64Array.of(-1.2, 1), { ...options, onIteration });
  const forgetful = await lbfgs(rosenbrock, { ...states[9]!, pairs: [] }, options);
  expect(forgetful.iterations).not.toBe(end.iterations);
});
