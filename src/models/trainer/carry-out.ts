import type { Backend, BackendName } from '../../contract/workers.ts';
import { AppError, isAbort } from '../../core/errors.ts';
import type { FitContext } from '../estimator.ts';
import type { Device, OpenDevice } from './devices.ts';
import { Refused } from './reasons.ts';

/** How far a training is on one device. An attempt that hangs on a lost one may wake up later: it is `over` by then. */
export interface Progress<K> {
  kept: K;
  over: boolean;
}

/** What outlives a device: at the least, how many rows go to a device at a time. */
interface Resumable {
  blockRows: number;
}

/** A training that any backend can carry out. */
export interface Work<K extends Resumable, R> {
  context: FitContext;
  /** Where it begins. */
  kept: K;
  /** Trains on one device from `progress.kept`, in which it leaves each state worth keeping; it gives all its tensors back. */
  attempt(device: Device, progress: Progress<K>): Promise<R>;
}

export interface CarriedOut<K, R> {
  result: R;
  kept: K;
  backend: Backend;
}

export type Available = Readonly<Record<BackendName, OpenDevice>>;

const order: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

/** Smaller blocks would spare no memory worth the name. */
const MIN_BLOCK_ROWS = 64;

/** Rejects as soon as the device is lost, whatever the work on it is waiting for. */
function unlessLost<T>(device: Device, work: Promise<T>): Promise<T> {
  const lost = device.lost.then((): never => {
    throw new Refused('lost');
  });
  return Promise.race([work, lost]);
}

/** How JavaScript engines and WebAssembly say that an allocation failed. */
const NO_MEMORY = /out of memory|allocation failed|allocation size|cannot enlarge memory|\bOOM\b/i;

/**
 * What a failed attempt means. Ours and the user's own stops are final; anything else is the device's doing, and a lost one
 * is asked first: reading from it fails with an `AbortError` that is nobody's wish.
 */
async function refusal(error: unknown, device: Device): Promise<Refused> {
  if (error instanceof Refused) return error;
  if (error instanceof AppError) throw error;
  const settled = new Promise<false>((resolve) => setTimeout(() => resolve(false), 0));
  if (await Promise.race([device.lost.then(() => true), settled])) return new Refused('lost');
  if (isAbort(error)) throw error;
  const detail = error instanceof Error ? error.message : String(error);
  const reason = NO_MEMORY.test(detail) ? 'memory' : 'failed';
  return new Refused(reason, { backend: device.name, detail }, { cause: error });
}

/** One attempt, which leaves the device as clean as it was found. */
async function clean<K extends Resumable, R>(device: Device, work: Work<K, R>, progress: Progress<K>): Promise<R> {
  const before = device.tf.memory().numTensors;
  const result = await work.attempt(device, progress);
  const leaked = device.tf.memory().numTensors - before;
  // Fewer than before is an attempt on a lost device that gave up late.
  if (leaked > 0) throw new AppError('model.leak', { tensors: leaked });
  return result;
}

/** What an attempt on a device comes to; throws `Refused` where another attempt may do better. */
async function tryDevice<K extends Resumable, R>(
  open: OpenDevice,
  asked: boolean,
  work: Work<K, R>,
  progress: Progress<K>,
): Promise<R> {
  const device = await open(asked);
  try {
    return await unlessLost(device, clean(device, work, progress));
  } catch (error) {
    const refused = await refusal(error, device);
    if (refused.reason === 'memory') device.release();
    throw refused;
  } finally {
    progress.over = true;
  }
}

/** With what the same backend is tried again: a lost device is replaced once, one without room is given half the rows at a time. */
function secondChance<K extends Resumable>(refused: Refused, kept: K, first: boolean): K | null {
  if (refused.reason === 'lost') return first ? kept : null;
  const blockRows = Math.ceil(kept.blockRows / 2);
  return refused.reason === 'memory' && blockRows >= MIN_BLOCK_ROWS ? { ...kept, blockRows } : null;
}

interface Tried<K> {
  kept: K;
  /** What went wrong so far, each once. */
  reasons: Set<string>;
}

/** The training on one backend, on as many devices of it as make sense; null where another backend must go on from `tried`. */
async function onBackend<K extends Resumable, R>(
  name: BackendName,
  work: Work<K, R>,
  open: OpenDevice,
  tried: Tried<K>,
): Promise<CarriedOut<K, R> | null> {
  const { backend: asked, language } = work.context;
  for (let losses = 0; ;) {
    const progress: Progress<K> = { kept: tried.kept, over: false };
    try {
      const result = await tryDevice(open, name === asked, work, progress);
      const reason = [...tried.reasons].join(' ');
      return { result, kept: progress.kept, backend: reason ? { name, reason } : { name } };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const reason = error.sentence(language);
      if (name === asked && error.missing && tried.reasons.size === 0)
        throw new AppError('gpu.unavailable', { backend: name, reason }, { cause: error });
      tried.reasons.add(reason);
      const next = secondChance(error, progress.kept, losses === 0);
      tried.kept = next ?? progress.kept;
      if (!next) return null;
      losses += Number(error.reason === 'lost');
    }
  }
}

/**
 * Down the order of backends until one carries the training to its end, each from where the one before left off. Throws
 * `gpu.unavailable` where `context.backend` names one that isn't there, `model.no-backend`, `model.leak`.
 */
export async function carryOut<K extends Resumable, R>(
  work: Work<K, R>,
  available: Available,
): Promise<CarriedOut<K, R>> {
  const asked = work.context.backend;
  const tried: Tried<K> = { kept: work.kept, reasons: new Set() };
  for (const name of order.slice(asked ? order.indexOf(asked) : 0)) {
    const carried = await onBackend(name, work, available[name], tried);
    if (carried) return carried;
  }
  throw new AppError('model.no-backend', { reason: [...tried.reasons].join(' ') });
}

let turn: Promise<unknown> = Promise.resolve();

/** tfjs has one current backend and one count of tensors, so trainings take turns. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(work);
  turn = result.catch(() => undefined);
  return result;
}
