import type { KnownName, NameKind, Property } from '../contract/population.ts';

/** What a field suggests: shown by title and key. */
export type Suggestion = Omit<KnownName, 'often'>;

/** What a field's hint asks to be named: an item, a user, a category. */
export const isNameKind = (hint: string | undefined): hint is NameKind =>
  hint === 'item' || hint === 'user' || hint === 'category';

/** What a form can offer of the data on the page. */
export interface Choices {
  /** The event names, most users first. */
  events: readonly string[];
  properties: readonly Property[];
  /** The commonest values of a property, as text. */
  values: (property: string) => Promise<readonly string[]>;
  /** Items, users or categories by what is typed of them. */
  names: (kind: NameKind, words: string) => Promise<readonly Suggestion[]>;
}
