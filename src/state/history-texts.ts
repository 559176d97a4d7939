import type { HistoryEntry } from '../contract/document.ts';
import { describeChange } from '../engine/project/history-words.ts';
import type { Language } from '../i18n/format.ts';
import { catalog } from './catalog.ts';
import type { Locale } from './locale.svelte.ts';

const titleOf = (id: string, language: Language): string =>
  (catalog.operations.get(id)?.texts[language] as Record<string, string> | undefined)?.['title'] ?? id;

/** A change of the project in words, in the page's language. */
export function describeHistory(entry: HistoryEntry, { t, language }: Pick<Locale, 't' | 'language'>): string {
  const { code, values } = describeChange(entry);
  const { operation } = values;
  return t(code, { ...values, ...(operation !== undefined && { operation: titleOf(String(operation), language) }) });
}
