import { AppError } from '../core/errors.ts';
import { randomName } from './digest.ts';
import type { FileAccess, Folder } from './folder.ts';
import { isQuota, removeIn } from './folder.ts';

/** The bytes that are free, or null where nobody knows. */
export type Free = () => Promise<number | null>;

/** The disk took less than it was given. */
class Refused extends Error {
  readonly taken: number;

  constructor(taken: number) {
    super('refused');
    this.taken = taken;
  }
}

/** The name of a write in progress ends so; what a crash left behind can be told by it. */
export const TEMPORARY = '.tmp';

/** Names of the writes that this worker has under way: they are no leftovers. */
const underWay = new Set<string>();

export const isLeftover = (name: string): boolean => name.endsWith(TEMPORARY) && !underWay.has(name);

/**
 * Writes a file beside its place, reads it back, compares, and renames it into place: there is the old file or the whole new
 * one, never a part. Throws `storage.full` (needed, free) or `storage.write-failed` (file, detail); then nothing has changed.
 */
export async function writeChecked(
  folder: Folder,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  free: Free,
): Promise<void> {
  const room = await free();
  if (room !== null && room < bytes.length) throw full(bytes.length, room);
  const temporary = `${name}.${randomName()}${TEMPORARY}`;
  underWay.add(temporary);
  try {
    const file = await folder.getFileHandle(temporary, { create: true });
    fill(await file.createSyncAccessHandle(), bytes);
    await file.move(name);
  } catch (error) {
    await removeIn(folder, temporary).catch(() => undefined);
    throw await coded(error, name, bytes.length, free);
  } finally {
    underWay.delete(temporary);
  }
}

function fill(access: FileAccess, bytes: Uint8Array<ArrayBuffer>): void {
  try {
    access.truncate(0);
    // A full disk makes Chromium answer 4294967288, and others less than they were given, without any error.
    if (access.write(bytes, { at: 0 }) !== bytes.length) throw new Refused(access.getSize());
    flush(access);
    if (access.getSize() !== bytes.length) throw new Error('length');
    compare(access, bytes);
  } finally {
    access.close();
  }
}

function flush(access: FileAccess): void {
  try {
    access.flush();
  } catch {
    access.flush();
  }
}

const STEP = 4 << 20;

function compare(access: FileAccess, bytes: Uint8Array<ArrayBuffer>): void {
  const back = new Uint8Array(Math.min(STEP, bytes.length));
  for (let at = 0; at < bytes.length; at += STEP) {
    const expected = bytes.subarray(at, at + STEP);
    const read = access.read(back.subarray(0, expected.length), { at });
    if (read !== expected.length || !sameBytes(back, expected)) throw new Error('content');
  }
}

/** Whether `back` begins with `expected`; four bytes at a time where both lie on a word. */
function sameBytes(back: Uint8Array, expected: Uint8Array): boolean {
  const words = expected.byteOffset % 4 === 0 ? expected.length >> 2 : 0;
  const left = new Uint32Array(back.buffer, 0, words);
  const right = new Uint32Array(expected.buffer, words ? expected.byteOffset : 0, words);
  for (let i = 0; i < words; i++) if (left[i] !== right[i]) return false;
  for (let i = words << 2; i < expected.length; i++) if (back[i] !== expected[i]) return false;
  return true;
}

const full = (needed: number, free: number): AppError => new AppError('storage.full', { needed, free });

async function coded(error: unknown, file: string, needed: number, free: Free): Promise<AppError> {
  if (error instanceof Refused) return full(needed, error.taken);
  if (isQuota(error)) {
    // The estimate may promise what the disk has just refused.
    const room = await free().catch(() => null);
    return full(needed, room !== null && room < needed ? room : 0);
  }
  const detail = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 200) : String(error);
  return new AppError('storage.write-failed', { file, detail }, { cause: error });
}
