import type { MatrixRow } from './result.ts';

/** A cell by what it is; the group where only its users are meant. */
export const cellMark = (row: MatrixRow, step: number): string =>
  JSON.stringify([step, row.kind === 'event' ? (row.event === null ? '?' : `=${row.event}`) : row.kind]);
