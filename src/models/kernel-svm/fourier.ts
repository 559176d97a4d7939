import { seededRandom } from '../../core/random.ts';
import { dot } from '../linear-core/scores.ts';

/** Directions (components × columns) and phases of random Fourier features. */
export interface Fourier {
  directions: Float64Array;
  phases: Float64Array;
}

/**
 * Features whose products approach the kernel exp(−gamma ‖a − b‖²): directions from its Fourier transform, a normal distribution of
 * variance 2 gamma (Rahimi & Recht 2007).
 */
export function drawFourier(columns: number, components: number, gamma: number, seed: number): Fourier {
  const random = seededRandom(seed);
  // Box and Muller's transform; 1 − u is never 0.
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const scale = Math.sqrt(2 * gamma);
  return {
    directions: Float64Array.from({ length: components * columns }, () => scale * normal()),
    phases: Float64Array.from({ length: components }, () => 2 * Math.PI * random()),
  };
}

/** √(2 / components) · cos(direction · row + phase) of each row: rows × components. */
export function fourierFeatures({ directions, phases }: Fourier, data: Float64Array, rows: number): Float64Array {
  const components = phases.length;
  const d = directions.length / components;
  const scale = Math.sqrt(2 / components);
  const features = new Float64Array(rows * components);
  for (let row = 0, to = 0; row < rows; row += 1) {
    for (let n = 0; n < components; n += 1, to += 1) {
      features[to] = scale * Math.cos(phases[n]! + dot(data, row * d, directions, n * d, d));
    }
  }
  return features;
}
