import type { Damage } from '../contract/storage.ts';
import type { Texts } from '../i18n/texts.ts';

/** What is damaged and how, in words: `the table events is cut off, the model m is missing`. */
export function damageWords(damage: readonly Damage[], { t, language }: Pick<Texts, 't' | 'language'>): string {
  const words = damage.map(({ part, name, reason }) => t(`damage.${reason}`, { what: t(`damage.${part}`, { name }) }));
  return [...new Set(words)].join(language === 'zh' ? '，' : ', ');
}
