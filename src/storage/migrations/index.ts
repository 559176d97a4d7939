import { documentFormat } from '../../contract/document.ts';
import { from1To2 } from './1-to-2.ts';
import { from2To3 } from './2-to-3.ts';
import type { Given, Migration, Plain } from './migration.ts';

export type { Given, Plain } from './migration.ts';

/** By the form that each starts from. A form that was ever released stays here for good. */
const migrations: Record<number, Migration> = { 1: from1To2, 2: from2To3 };

/** A plain document of any older form as one of today's, step by step; its shape is still to be checked. */
export function migrate(plain: Plain, format: number, given: Given): Plain {
  let current = plain;
  for (let at = format; at < documentFormat; at++) current = migrations[at]!(current, given);
  return current;
}
