/** A name as an SQL identifier: its quotes are doubled, so that every name survives. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text as an SQL literal, its quotes doubled. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
