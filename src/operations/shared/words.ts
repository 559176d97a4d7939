/** Words that the sentences of several operations share. */
export const words = {
  en: { list: ', ', more: '{names} and {count} more' },
  zh: { list: '、', more: '{names}及另外 {count} 项' },
} as const;

type Text = (key: 'list' | 'more', values?: Record<string, string | number>) => string;

const SHOWN = 4;

/** A few names as one text; of many, the first ones and how many there are. */
export function listed(names: readonly string[], text: Text): string {
  const joined = names.slice(0, SHOWN).join(text('list'));
  return names.length > SHOWN ? text('more', { names: joined, count: names.length - SHOWN }) : joined;
}
