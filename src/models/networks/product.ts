import type { GradSaveFunc, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from '../trainer/objective.ts';

/**
 * a · b + bias with a gradient of its own: tfjs's asks for products with transposed factors, which WebAssembly computes one
 * number at a time, and a product after a transposition by its fast kernel. `constant`: `a` needs no gradient.
 */
export function product(tf: Tf, a: Tensor2D, b: Tensor2D, bias: Tensor | null, constant = false): Tensor2D {
  const inputs = [...(constant ? [] : [a]), b, ...(bias ? [bias] : [])];
  const multiply = tf.customGrad((...args) => {
    const save = args.at(-1) as unknown as GradSaveFunc;
    save([a, b]);
    const value = tf.fused.matMul(bias ? { a, b, bias } : { a, b });
    const gradFunc = (dy: Tensor2D, saved: Tensor[]): Tensor[] => {
      const [left, right] = saved as [Tensor2D, Tensor2D];
      return [
        ...(constant ? [] : [tf.matMul(dy, tf.transpose(right))]),
        tf.matMul(tf.transpose(left), dy),
        ...(bias ? [tf.sum(dy, 0)] : []),
      ];
    };
    return { value, gradFunc: gradFunc as never };
  });
  return multiply(...inputs) as Tensor2D;
}
