import { localeTag } from '../i18n/format.ts';
import type { Language } from '../i18n/format.ts';

/** A moment as one would say it: the time alone on the same day, else the day with it. `now`: epoch ms, as `at`. */
export function formatWhen(at: number, now: number, language: Language): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  const style: Intl.DateTimeFormatOptions = sameDay
    ? { timeStyle: 'short' }
    : { dateStyle: 'medium', timeStyle: 'short' };
  return new Intl.DateTimeFormat(localeTag[language], style).format(at);
}
