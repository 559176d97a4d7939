/** An item by its key, with its title where the catalogue has one. */
export interface NamedItem {
  item: string;
  title: string | null;
}

/**
 * Where an entry of a list comes from: what the user did; what was done in a session by somebody of whom nothing was learnt; what people
 * with the same attributes had, or a model that reads attributes says; what the item is, as nobody had it; what is popular.
 */
export const sources = ['behaviour', 'session', 'attributes', 'content', 'popularity'] as const;
export type Source = (typeof sources)[number];

/** Why an item is recommended, as data: the words for it are made where the language is known. */
export interface Reason {
  /**
   * `because`: items of the user's own that speak for it in the model; `neighbours`: items of his that stand close to it;
   * `content`: terms that it shares with an item of his; `popular`: nothing is known of him; `alike`: popular among people with his
   * attributes; `score`: the model gives no reason.
   */
  kind: 'because' | 'neighbours' | 'content' | 'popular' | 'alike' | 'score';
  items: NamedItem[];
  /** What the contents have in common. */
  terms: string[];
  /** How many users had the item. */
  users: number;
}

/** What is popular is so among people alike, where attributes chose it. */
export const sourced = (reason: Reason, source: Source): Reason =>
  reason.kind === 'popular' && source === 'attributes' ? { ...reason, kind: 'alike' } : reason;

const WORDS = {
  en: {
    because: (items: string) => `because of ${items}`,
    neighbours: (items: string) => `close to ${items}`,
    content: (items: string, terms: string) => `like ${items}: ${terms}`,
    popular: (users: string) => `popular: ${users} users had it`,
    alike: (users: string) => `popular among people alike; ${users} users had it`,
    score: (users: string) => `by its score alone; ${users} users had it`,
    list: ', ',
  },
  zh: {
    because: (items: string) => `因为${items}`,
    neighbours: (items: string) => `与${items}相近`,
    content: (items: string, terms: string) => `与${items}内容相似：${terms}`,
    popular: (users: string) => `热门：${users} 个用户有过`,
    alike: (users: string) => `在相似人群中热门；${users} 个用户有过`,
    score: (users: string) => `仅按得分；${users} 个用户有过`,
    list: '、',
  },
} as const;

/** What an item is called: its title, else its key. */
export const itemName = ({ item, title }: NamedItem): string => title ?? item;

/** A reason in words, with as many names as it has; `name`: what items are called by their keys, where titles alone do not tell them apart. */
export function reasonText(
  { kind, items, terms, users }: Reason,
  language: 'en' | 'zh',
  name?: (item: string) => string,
): string {
  const words = WORDS[language];
  const called = items.map((each) => name?.(each.item) ?? itemName(each));
  const names = called.map((each) => (language === 'zh' ? `“${each}”` : each));
  const listed = names.join(words.list);
  if (kind === 'content') return words.content(listed, terms.join(words.list));
  if (kind === 'because' || kind === 'neighbours') return words[kind](listed);
  return words[kind](new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB').format(users));
}
