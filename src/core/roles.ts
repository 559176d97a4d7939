import type { Table } from 'apache-arrow';
import { numbers } from './columns.ts';

/** The roles (bits) of each event code of the timeline, from the table of `roleQueries` (features/roles.ts). */
export function rolesOf(table: Table): Uint8Array {
  const [codes, masks] = [numbers(table, 'code'), numbers(table, 'mask')];
  const roles = new Uint8Array(codes.length);
  codes.forEach((code, n) => (roles[code] = masks[n]!));
  return roles;
}
