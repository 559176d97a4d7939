import type { GradSaveFunc, Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tf } from '../trainer/objective.ts';
import { hasPlain } from '../trainer/plain-kernel.ts';
import type { PlainKernel } from '../trainer/plain-kernel.ts';
import { gruBackward, gruForward, lstmBackward, lstmForward } from './recurrent-kernel.ts';

/** A recurrent layer over all steps as one operation, and its way back as another. */
interface Passes {
  forward: PlainKernel;
  backward: PlainKernel;
}

export const lstmPasses: Passes = { forward: lstmForward, backward: lstmBackward };
export const gruPasses: Passes = { forward: gruForward, backward: gruBackward };

/** Whether the current backend runs on the processor, where one operation over all steps beats some twenty for each. */
export const hasPasses = (tf: Tf, { forward, backward }: Passes): boolean =>
  hasPlain(tf, forward) && hasPlain(tf, backward);

/** The state after each step, [steps, rows, units], of the input's share of the gates, the recurrent weights, and their bias if they have one. */
export function statesOf(
  tf: Tf,
  { forward, backward }: Passes,
  gates: Tensor,
  u: Tensor2D,
  bias: Tensor | null,
): Tensor3D {
  const state = [...gates.shape.slice(0, 2), u.shape[0]];
  const engine = tf.engine();
  const layer = tf.customGrad((...args) => {
    const save = args.at(-1) as unknown as GradSaveFunc;
    const inputs = { gates, u, ...(bias && { bias }) };
    const kept: Tensor[] = engine.runKernel(forward.name, inputs, { state });
    save([...kept, u]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] =>
      engine.runKernel(backward.name, Object.fromEntries([dy, ...saved].map((tensor, n) => [`${n}`, tensor])), {
        state,
      });
    return { value: kept[0]!, gradFunc: gradFunc as never };
  });
  return layer(...(bias ? [gates, u, bias] : [gates, u])) as Tensor3D;
}

/** The state after the last step, [rows, units]. */
export function lastOf(tf: Tf, states: Tensor3D): Tensor {
  const [steps, rows, units] = states.shape;
  return tf.reshape(tf.slice(states, [steps - 1, 0, 0], [1, rows, units]), [rows, units]);
}
