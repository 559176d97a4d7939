import type { Device } from './devices.ts';
import { devices } from './devices.ts';
import { evaluate, upload } from './evaluate.ts';
import type { Evaluation, Objective, TrainingData } from './objective.ts';
import { Refused } from './reasons.ts';

const ROWS = 256;
/** Of the loss, and of the largest gradient entry. Float32 rounding stays a hundred times below; a wrong kernel doesn't. */
const TOLERANCE = 1e-3;

async function sample(device: Device, objective: Objective, data: TrainingData, rows: number): Promise<Evaluation> {
  await device.use();
  const block = upload(device.tf, data, 0, Math.min(ROWS, rows));
  try {
    return await evaluate(device, objective, objective.start, [block], () => Promise.resolve());
  } finally {
    device.tf.dispose([block.x, block.y]);
  }
}

const close = (a: number, b: number, scale: number): boolean => Math.abs(a - b) <= TOLERANCE * scale;

/** True if a loss from the device is the other one up to rounding. NaN never is. */
export const lossesAgree = (loss: number, expected: number): boolean =>
  close(loss, expected, Math.max(1, Math.abs(expected)));

/** True if loss and gradients from the device are the others up to rounding. */
export function agree(measured: Evaluation, expected: Evaluation): boolean {
  const size = expected.gradient.reduce((most, value) => Math.max(most, Math.abs(value)), TOLERANCE);
  return (
    lossesAgree(measured.loss, expected.loss) &&
    measured.gradient.every((value, at) => close(value, expected.gradient[at]!, size))
  );
}

/** Compares what a device measures with what the plain JavaScript backend does; throws `Refused` if they differ. */
export async function assertSame(device: Device, measure: (device: Device) => Promise<Evaluation>): Promise<void> {
  if (device.name === 'cpu') return;
  const measured = await measure(device);
  const expected = await measure(await devices.cpu(false));
  await device.use();
  if (!agree(measured, expected)) throw new Refused('disagrees', { backend: device.name });
}

/**
 * Compares loss and gradients of the first rows, at most `rows`, with those of the plain JavaScript backend; throws `Refused` if they differ.
 * Some devices give zero gradients, or wrong ones, without any error (tfjs#8590).
 */
export const assertAgreement = (
  device: Device,
  objective: Objective,
  data: TrainingData,
  rows: number,
): Promise<void> => assertSame(device, (on) => sample(on, objective, data, rows));
