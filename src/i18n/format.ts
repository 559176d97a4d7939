export type Language = 'en' | 'zh';

/** The BCP 47 tag behind each language of the page. */
export const localeTag: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' };

const PERCENT = '\u202f%';

/** `Intl` writes a hyphen; a minus is as wide as a plus. Formatted numbers hold no other hyphen. */
const minus = (figure: string): string => figure.replaceAll('-', '\u2212');

/** Three significant digits below one, two decimals above: for reading, not for calculating on. */
export function formatNumber(value: number, language: Language): string {
  const small = Math.abs(value) < 1 && value !== 0;
  const digits = small ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 };
  return minus(new Intl.NumberFormat(localeTag[language], digits).format(value));
}

/** As `formatNumber`, but whole numbers have a zero behind the point, to stand beside figures that have a digit there. */
export function formatTenths(value: number, language: Language): string {
  if (!Number.isInteger(value)) return formatNumber(value, language);
  return minus(new Intl.NumberFormat(localeTag[language], { minimumFractionDigits: 1 }).format(value));
}

/** A difference: with its sign, also where it is above zero, and a digit behind the point. */
export const formatSigned = (value: number, language: Language): string =>
  (value > 0 ? '+' : '') + formatTenths(value, language);

const CELL_DIGITS = 6;

/** A cell of a table: whole numbers whole, others with six significant digits; those too small to read so by power of ten. */
export function formatCell(value: number, language: Language): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  const whole = Math.floor(Math.log10(size || 1)) + 1;
  const isTiny = size > 0 && size < 1e-6;
  return minus(
    new Intl.NumberFormat(localeTag[language], {
      maximumSignificantDigits: Number.isInteger(value) ? 21 : Math.min(21, Math.max(CELL_DIGITS, whole)),
      notation: isTiny ? 'scientific' : 'standard',
    }).format(value),
  );
}

/** A share 0..1 as a percentage with at most one decimal. */
export function formatPercent(share: number, language: Language, digits = 1): string {
  const format = new Intl.NumberFormat(localeTag[language], { style: 'percent', maximumFractionDigits: digits });
  const written = minus(format.format(share));
  return language === 'en' ? written.replace('%', PERCENT) : written;
}

/**
 * Figures as a line may not break them: a percent sign stays with its figure (after a narrow space in English, none in Chinese),
 * and the dash of a range with its lower end.
 */
export const joinFigures = (text: string, language: Language): string =>
  text.replace(/(?<=\d) %/g, language === 'en' ? PERCENT : '%').replace(/(?<=\d) – (?=[\d\u2212])/g, '\u00a0– ');

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
