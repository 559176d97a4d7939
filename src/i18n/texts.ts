import { createContext } from 'svelte';
import { en } from './en.ts';
import type { Language } from './format.ts';
import { zh } from './zh.ts';

export type TextKey = keyof typeof en;

/** The shell's own texts. */
export const texts: Record<Language, Record<TextKey, string>> = { en, zh };

/** Words and figures in the language of the page; what components need of the locale. */
export interface Texts {
  readonly language: Language;
  t(key: TextKey, values?: Record<string, string | number>): string;
  number(value: number): string;
  percent(share: number, digits?: number): string;
  bytes(bytes: number): string;
  span(ms: number): string;
  dateRange(first: number, last: number, zone: string): string;
  /** What a property is called: a role by its name in this language. `whole`: with the column behind it, for choosing. */
  property(name: string, whole?: boolean): string;
  /** The sentence for an error. */
  sentence(error: unknown): string;
}

/** The texts, from any component beneath the one that provides them. */
export const [useTexts, provideTexts] = createContext<Texts>();
