/** The numbers that queries and computation agree on. */

/** A step's bit is its place; exclusions have the bits above. */
export const FIRST_EXCLUSION_BIT = 20;

/** The roles that `values` numbers its codings by; the driver properties from `trait` on. */
export const ROLES = { unit: 0, held: 1, segment: 2, trait: 3 } as const;
