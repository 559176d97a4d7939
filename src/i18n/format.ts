export type Language = 'en' | 'zh';

/** The BCP 47 tag behind each language of the page. */
export const localeTag: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' };

/** Three significant digits below one, two decimals above: for reading, not for calculating on. */
export function formatNumber(value: number, language: Language): string {
  const small = Math.abs(value) < 1 && value !== 0;
  return new Intl.NumberFormat(
    localeTag[language],
    small ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 },
  ).format(value);
}

/** A share 0..1 as a percentage with at most one decimal. */
export function formatPercent(share: number, language: Language, digits = 1): string {
  return new Intl.NumberFormat(localeTag[language], { style: 'percent', maximumFractionDigits: digits }).format(share);
}

/** A day range in a zone, written as shortly as the language allows. */
export function formatDateRange(first: number, last: number, zone: string, language: Language): string {
  const format = new Intl.DateTimeFormat(localeTag[language], { dateStyle: 'medium', timeZone: zone });
  return format.formatRange(first, last);
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** Bytes in decimal units. */
export function formatBytes(bytes: number, language: Language): string {
  const step = bytes < 1000 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(localeTag[language], {
    style: 'unit',
    unit: byteUnits[step],
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}
