import type { Property } from '../contract/population.ts';

/** What a form can offer of the data on the page. */
export interface Choices {
  /** The event names, most users first. */
  events: readonly string[];
  properties: readonly Property[];
  /** The commonest values of a property, as text. */
  values: (property: string) => Promise<readonly string[]>;
}
