import { localeTag } from '../i18n/format.ts';
import type { Language } from '../i18n/format.ts';

/** The day of an ISO time, as one writes it in the language: `12 Nov 2026`. */
export const formatDay = (iso: string, language: Language): string =>
  new Intl.DateTimeFormat(localeTag[language], { dateStyle: 'medium' }).format(new Date(iso));
