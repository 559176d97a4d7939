import { AppError } from '../core/errors.ts';
import { describe } from '../i18n/errors/index.ts';
import { formatSpan } from '../core/span-text.ts';
import {
  formatBytes,
  formatCell,
  formatDateRange,
  formatNumber,
  formatPercent,
  formatSigned,
  localeTag,
} from '../i18n/format.ts';
import type { Language } from '../i18n/format.ts';
import { texts } from '../i18n/texts.ts';
import type { TextKey, Texts } from '../i18n/texts.ts';
import { fill } from '../i18n/translate.ts';

import { noOrigins } from './property-names.ts';
import type { PropertyOrigin } from './property-names.ts';

const key = 'behold.language';

function preferred(): Language {
  const stored = localStorage.getItem(key);
  if (stored === 'en' || stored === 'zh') return stored;
  return navigator.languages.some((tag) => tag.startsWith('zh')) && !navigator.language.startsWith('en') ? 'zh' : 'en';
}

/** The language of the page, its texts and its way of writing figures. */
export class Locale implements Texts {
  language = $state<Language>(preferred());
  /** What stands behind the names of the project's properties; told by the workspace. */
  origins = $state.raw<ReadonlyMap<string, PropertyOrigin>>(noOrigins);

  constructor() {
    this.#apply();
  }

  set(language: Language): void {
    this.language = language;
    localStorage.setItem(key, language);
    this.#apply();
  }

  /** Someone has chosen a language on this machine. */
  get isChosen(): boolean {
    return localStorage.getItem(key) !== null;
  }

  /** Takes a project's language, until someone chooses. */
  adopt(language: Language): void {
    this.language = language;
    this.#apply();
  }

  t = (textKey: TextKey, values: Record<string, string | number> = {}): string =>
    fill(texts[this.language][textKey], values, this.language);

  number = (value: number): string => formatNumber(value, this.language);
  /** A figure in a table. */
  cell = (value: number): string => formatCell(value, this.language);
  /** A difference, with its sign. */
  signed = (value: number): string => formatSigned(value, this.language);
  percent = (share: number, digits?: number): string => formatPercent(share, this.language, digits);
  bytes = (bytes: number): string => formatBytes(bytes, this.language);
  span = (ms: number): string => formatSpan(ms, this.language);
  dateRange = (first: number, last: number, zone: string): string => formatDateRange(first, last, zone, this.language);

  /** The words for a stage of a long job (`rows:1200`); a note that is no stage is shown as it is. */
  stage = (note: string): string => {
    const [name, count] = note.split(':');
    const stageKey = `stage.${name}`;
    return stageKey in texts.en ? this.t(stageKey as TextKey, { n: Number(count ?? 0) }) : note;
  };

  /** The name of a figure on a model's card, or of what a figure of that name says; one without words is named as it is. */
  cardName = (name: string, of?: string): string => {
    const key = of === undefined ? `card.${name}` : `card.${of}.${name}`;
    return key in texts.en ? this.t(key as TextKey) : name;
  };

  /** A requirement (`events.user`) in words: `user (events)`. */
  requirement = (requirement: string): string => requirement.split('|').map(this.#field).join(this.t('requirement.or'));

  property = (name: string, whole = false): string => {
    const origin = this.origins.get(name);
    if (!origin) return name;
    const { view, field, isRole, column } = origin;
    const role = `role.${field}`;
    const called = isRole && role in texts.en ? this.t(role as TextKey) : field;
    const word = view === 'events' ? called : this.t('requirement', { view: this.t(`view.${view}`), field: called });
    return whole && column !== null && column !== word ? `${word} · ${column}` : word;
  };

  #field = (needed: string): string => {
    const [view = '', field = ''] = needed.split('.');
    const role = `role.${field}`;
    return this.t('requirement', {
      view: this.t(`view.${view}` as TextKey),
      field: role in texts.en ? this.t(role as TextKey) : field,
    });
  };

  /** The sentence for an error: our own by code, a foreign one by its message. */
  sentence = (error: unknown): string => {
    if (error instanceof AppError) return describe(error.code, error.values, this.language);
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error ? error.name : 'Error';
    return describe('app.unexpected', { code, message }, this.language);
  };

  #apply(): void {
    document.documentElement.lang = localeTag[this.language];
  }
}
