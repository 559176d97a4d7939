import { AppError } from '../../../core/errors.ts';
import { textOf } from '../../typing/ascii.ts';

/** More columns than this means that the keys are data, not names. */
export const MOST_COLUMNS = 4096;

/** One key of an object: the column of its plain values, and the keys of the objects it may hold. */
export interface Key {
  readonly path: string;
  readonly bytes: Uint8Array;
  column: number;
  inner: KeySet | undefined;
}

const encoder = new TextEncoder();

/** The columns that keys make, in the order of first sight. */
export class Columns {
  readonly names: string[] = [];

  add(path: string): number {
    if (this.names.length >= MOST_COLUMNS)
      throw new AppError('import.too-many-columns', { most: MOST_COLUMNS, column: path });
    return this.names.push(path) - 1;
  }
}

/** The keys seen in the objects at one place; the next one is expected where it stood last time. */
export class KeySet {
  private readonly keys: Key[] = [];
  private readonly byName = new Map<string, Key>();

  constructor(private readonly prefix: string) {}

  /** The key written as bytes [start, end) between quotes, looked for first at `expected`. */
  find(bytes: Uint8Array, start: number, end: number, escaped: boolean, expected: number): Key {
    const guess = this.keys[expected];
    if (guess && !escaped && isSame(guess.bytes, bytes, start, end)) return guess;
    const raw = textOf(bytes, start, end);
    return this.named(escaped ? (JSON.parse(`"${raw}"`) as string) : raw);
  }

  private named(name: string): Key {
    const known = this.byName.get(name);
    if (known) return known;
    const key: Key = { path: this.prefix + name, bytes: encoder.encode(name), column: -1, inner: undefined };
    this.byName.set(name, key);
    this.keys.push(key);
    return key;
  }
}

function isSame(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name[i]) return false;
  return true;
}
