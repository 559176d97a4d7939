import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Tf } from '../trainer/objective.ts';
import { activation } from './activation.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { eventInput } from './event-input.ts';
import type { Graph, Layer, Plain } from './layer.ts';
import { chain } from './layer.ts';
import type { Encoder } from './network.ts';
import { layerNorm } from './normalisation.ts';
import type { Parameters } from './parameters.ts';
import { spread } from './parameters.ts';

/** Far below any score, and still a number that every backend has. */
const NEVER = -1e9;

/** 1 where a step would look at one behind it: [1, 1, steps, steps]. */
function later(tf: Tf, steps: number): Tensor {
  const behind = Float32Array.from({ length: steps * steps }, (_, at) => (at % steps > Math.floor(at / steps) ? 1 : 0));
  return tf.tensor(behind, [1, 1, steps, steps]);
}

/** What each step may look at: itself and those before. [1, 1, steps, steps], 0 where it may. */
export const causal = (tf: Tf, steps: number): Tensor => tf.mul(later(tf, steps), NEVER);

/** The same among events behind padding: [rows, 1, steps, steps]. */
function hidden(tf: Tf, mask: Tensor3D): Tensor {
  const [rows, steps] = mask.shape;
  const padding = tf.reshape(tf.sub(1, mask), [rows, 1, 1, steps]);
  return tf.mul(tf.maximum(padding, later(tf, steps)), NEVER);
}

/** A layer whose steps look at each other. */
export interface Attention {
  cost: number;
  apply(graph: Graph, x: Tensor, bias: Tensor): Tensor;
  /** `x`: one row's events, each of which looks at itself and those before; the answers at those from `from` on, by default at all. */
  compute(weights: Plain, x: Float64Array, from?: number): Float64Array;
}

/** The softmax of the scores of `from` … `to` in place. */
function softmax(scores: Float64Array): Float64Array {
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** One head's answer at one step, added to its place in that step's `out`. Rows of `qkv`: queries, keys and values of all heads. */
function attend(qkv: Float64Array, out: Float64Array, width: number, at: { step: number; from: number; size: number }) {
  const { step, from, size } = at;
  const row = 3 * width;
  const scores = new Float64Array(step + 1);
  for (let other = 0; other <= step; other += 1) {
    let score = 0;
    for (let unit = from; unit < from + size; unit += 1) {
      score += qkv[step * row + unit]! * qkv[other * row + width + unit]!;
    }
    scores[other] = score / Math.sqrt(size);
  }
  softmax(scores).forEach((share, other) => {
    for (let unit = from; unit < from + size; unit += 1) {
      out[unit]! += share * qkv[other * row + 2 * width + unit]!;
    }
  });
}

/** Causal self-attention with several heads (Vaswani et al. 2017). */
export function selfAttention(
  parameters: Parameters,
  about: { width: number; heads: number; length: number },
): Attention {
  const { width, heads, length } = about;
  const size = width / heads;
  const projection = dense(parameters, width, 3 * width);
  const mixing = dense(parameters, width, width);
  return {
    cost: projection.cost + mixing.cost + 2 * length * width,
    apply(graph, x, bias) {
      const { tf } = graph;
      const [rows, steps] = x.shape as [number, number];
      const byHead = (part: Tensor) =>
        tf.transpose(tf.reshape(part, [rows, steps, heads, size]), [0, 2, 1, 3]) as Tensor4D;
      const [q, k, v] = tf.split(projection.apply(graph, x), 3, 2).map(byHead) as [Tensor4D, Tensor4D, Tensor4D];
      const scores = tf.add(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(size)), bias);
      const seen = tf.transpose(tf.matMul(tf.softmax(scores) as Tensor4D, v), [0, 2, 1, 3]);
      return mixing.apply(graph, tf.reshape(seen, [rows, steps, width]));
    },
    compute(weights, x, first = 0) {
      const qkv = projection.compute(weights, x);
      const seen = new Float64Array(x.length - first * width);
      for (let step = first; step < x.length / width; step += 1) {
        const own = seen.subarray((step - first) * width);
        for (let from = 0; from < width; from += size) attend(qkv, own, width, { step, from, size });
      }
      return mixing.compute(weights, seen);
    },
  };
}

const sum = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, at) => value + b[at]!);

/** Attention, then two dense layers, each beside a way around it and behind a layer norm (Xiong et al. 2020). */
export function attentionBlock(
  parameters: Parameters,
  about: { width: number; heads: number; length: number; rate: number },
): Attention {
  const { width, rate } = about;
  const before = layerNorm(parameters, width);
  const attention = selfAttention(parameters, about);
  const drop = dropout(rate);
  const feed: Layer = chain([
    layerNorm(parameters, width),
    dense(parameters, width, 2 * width),
    activation('gelu'),
    dense(parameters, 2 * width, width),
    drop,
  ]);
  return {
    cost: attention.cost + feed.cost,
    apply(graph: Graph, x: Tensor, bias: Tensor): Tensor {
      const seen = graph.tf.add(x, drop.apply(graph, attention.apply(graph, before.apply(graph, x), bias)));
      return graph.tf.add(seen, feed.apply(graph, seen));
    },
    compute(weights: Plain, x: Float64Array, from = 0): Float64Array {
      const seen = sum(x.subarray(from * width), attention.compute(weights, before.compute(weights, x), from));
      return sum(seen, feed.compute(weights, seen));
    },
  };
}

/** A small causal Transformer over the events, which places them by how far back they are; its output at the last one. */
export function attentive(
  parameters: Parameters,
  about: { kinds: number; length: number; width: number; heads: number; layers: number; rate: number },
): Encoder {
  const { length, width, layers } = about;
  const input = eventInput(parameters, about.kinds, width);
  const entry = dense(parameters, input.width, width);
  const places = parameters.add([length, width], spread);
  const blocks = Array.from({ length: layers }, () => attentionBlock(parameters, about));
  const last = layerNorm(parameters, width);
  return {
    width,
    cost: length * (entry.cost + blocks.reduce((total, { cost }) => total + cost, 0)),
    apply(graph, events) {
      const { tf, weights } = graph;
      const [rows, steps] = events.codes.shape as [number, number];
      const near = tf.slice(weights[places]!, [length - steps, 0], [steps, width]);
      const bias = hidden(tf, events.mask);
      const x = blocks.reduce(
        (value, one) => one.apply(graph, value, bias),
        tf.add(entry.apply(graph, input.apply(graph, events)), near),
      ) as Tensor3D;
      const end = tf.reshape(tf.slice3d(x, [0, steps - 1, 0], [rows, 1, width]), [rows, width]);
      const any = tf.reshape(tf.slice3d(events.mask, [0, steps - 1, 0], [rows, 1, 1]), [rows, 1]);
      return tf.mul(last.apply(graph, end), any);
    },
    compute(weights, events) {
      const steps = events.codes.length;
      if (steps === 0) return new Float64Array(width);
      const near = weights[places]!.subarray((length - steps) * width);
      const x = blocks.reduce(
        (value, one) => one.compute(weights, value),
        sum(entry.compute(weights, input.compute(weights, events)), near),
      );
      return last.compute(weights, x.subarray(x.length - width));
    },
  };
}
