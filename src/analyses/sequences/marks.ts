/** A pattern by its events. */
export const patternMark = (events: readonly (string | null)[]): string =>
  JSON.stringify(events.map((event) => (event === null ? '?' : `=${event}`)));
