import type { Table } from 'apache-arrow';
import { tableFromIPC } from 'apache-arrow';
import type { JobTable } from '../../src/contract/workers.ts';
import { AppError } from '../../src/core/errors.ts';

/** What is made of a table (a timeline's sorted columns) weighs about as much again. */
const mostBytes = 400 * 2 ** 20;

const sizeOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((bytes, piece) => bytes + piece.byteLength, 0);

/**
 * The tables that jobs read last, so that the next report over the same events, or the same one under another window, need not read
 * them again. Only those of one state of the data; the one asked for least lately goes first.
 */
export class HeldTables {
  readonly #tables = new Map<string, { table: Table; bytes: number }>();
  readonly #most: number;
  #fingerprint = '';

  constructor(most = mostBytes) {
    this.#most = most;
  }

  missing(fingerprint: string, keys: readonly string[]): string[] {
    this.#turnTo(fingerprint);
    return keys.filter((key) => !this.#tables.has(key));
  }

  /** The tables of a job by name. Throws `compute.missing-table` where one was left out that is held no more. */
  take(fingerprint: string, wanted: Record<string, JobTable>): Record<string, Table> {
    this.#turnTo(fingerprint);
    const tables = Object.entries(wanted).map(([name, { key, ipc }]) => {
      const held = this.#tables.get(key) ?? (ipc && { table: tableFromIPC(ipc), bytes: sizeOf(ipc) });
      if (!held) throw new AppError('compute.missing-table', { name });
      this.#tables.delete(key);
      this.#tables.set(key, held);
      return [name, held.table] as const;
    });
    this.#makeRoom();
    return Object.fromEntries(tables);
  }

  #turnTo(fingerprint: string): void {
    if (fingerprint !== this.#fingerprint) this.#tables.clear();
    this.#fingerprint = fingerprint;
  }

  #makeRoom(): void {
    let bytes = 0;
    for (const held of this.#tables.values()) bytes += held.bytes;
    for (const [key, held] of this.#tables) {
      if (bytes <= this.#most) return;
      this.#tables.delete(key);
      bytes -= held.bytes;
    }
  }
}
