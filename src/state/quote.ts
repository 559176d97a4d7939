/** An SQL identifier with its quotes doubled, so that every name survives. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
