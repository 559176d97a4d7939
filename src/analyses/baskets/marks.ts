/** Marks name items, so that a saved one finds the same people in a log that has grown. */

/** The owners of the baskets with all these items. */
export const withMark = (items: readonly string[]): string => JSON.stringify(['with', ...[...items].sort()]);

/** Those who had the one item but never the other. */
export const withoutMark = (had: string, not: string): string => JSON.stringify(['without', had, not]);
