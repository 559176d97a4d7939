import type { GradSaveFunc, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from '../trainer/objective.ts';

/** What the way back needs of all steps, [steps, rows, units] each: gates as they were used, and the state before each step. */
type Trace = [i: Tensor, f: Tensor, g: Tensor, o: Tensor, shown: Tensor, memory: Tensor, before: Tensor];

/** Every step in its order; the output at the last, and the trace. */
function forwards(tf: Tf, gates: Tensor, u: Tensor2D): { end: Tensor; trace: Trace } {
  const [, rows] = gates.shape as [number, number, number];
  const steps: Tensor[][] = [];
  let h: Tensor = tf.zeros([rows, u.shape[0]]);
  let c = h;
  for (const input of tf.unstack(gates)) {
    const z = tf.add(input, tf.matMul(h as Tensor2D, u));
    const [zi, zf, zg, zo] = tf.split(z, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const [i, f, g, o] = [tf.sigmoid(zi), tf.sigmoid(zf), tf.tanh(zg), tf.sigmoid(zo)];
    const next = tf.add(tf.mul(f, c), tf.mul(i, g));
    const shown = tf.tanh(next);
    steps.push([i, f, g, o, shown, c, h]);
    [h, c] = [tf.mul(o, shown), next];
  }
  const trace = steps[0]!.map((_, part) => tf.stack(steps.map((step) => step[part]!))) as Trace;
  return { end: h, trace };
}

/** The derivative of a logistic gate that stands at `y`. */
const slope = (tf: Tf, y: Tensor): Tensor => tf.mul(y, tf.sub(1, y));
/** The derivative of a tanh that stands at `y`. */
const flatness = (tf: Tf, y: Tensor): Tensor => tf.sub(1, tf.square(y));

/** Back through all steps: the gradients of the gates [steps, rows, 4 · units] and of `u`. */
function backwards(tf: Tf, dy: Tensor, [i, f, g, o, shown, memory, before]: Trace, u: Tensor2D): [Tensor, Tensor] {
  const [steps, rows, units] = i.shape as [number, number, number];
  // What does not depend on the way back, for all steps at once.
  const byMemory = tf.concat([tf.mul(g, slope(tf, i)), tf.mul(memory, slope(tf, f)), tf.mul(i, flatness(tf, g))], 2);
  const [inward, outward] = [tf.unstack(byMemory), tf.unstack(tf.mul(shown, slope(tf, o)))];
  const [reach, kept] = [tf.unstack(tf.mul(o, flatness(tf, shown))), tf.unstack(f)];
  const back = tf.transpose(u);
  const gates: Tensor[] = [];
  let dh = dy;
  let dc: Tensor = tf.zeros([rows, units]);
  for (let step = steps - 1; step >= 0; step -= 1) {
    const through = tf.add(dc, tf.mul(dh, reach[step]!));
    const three = tf.mul(tf.tile(through as Tensor2D, [1, 3]), inward[step]!);
    const dz = tf.concat([three, tf.mul(dh, outward[step]!)], 1) as Tensor2D;
    gates[step] = dz;
    dh = tf.matMul(dz, back);
    dc = tf.mul(through, kept[step]!);
  }
  const all = tf.stack(gates);
  const states = tf.reshape(before, [steps * rows, units]) as Tensor2D;
  const du = tf.matMul(tf.transpose(states), tf.reshape(all, [steps * rows, 4 * units]) as Tensor2D);
  return [all, du];
}

/**
 * The last output of a long short-term memory (Hochreiter & Schmidhuber 1997, with forget gates; gates in Keras's order: input,
 * forget, candidate, output) whose state begins at 0. `gates` [steps, rows, 4 · units]: the input's share, bias included. One
 * operation with a gradient of its own: recorded step by step, it would be three times as many.
 */
export function longShortTerm(tf: Tf, gates: Tensor, u: Tensor2D): Tensor {
  const layer = tf.customGrad((...args) => {
    const save = args.at(-1) as unknown as GradSaveFunc;
    const { end, trace } = forwards(tf, gates, u);
    save([...trace, u]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) =>
      backwards(tf, dy, saved.slice(0, -1) as Trace, saved.at(-1) as Tensor2D);
    return { value: end, gradFunc: gradFunc as never };
  });
  return layer(gates, u);
}
