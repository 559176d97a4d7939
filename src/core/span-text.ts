/** Milliseconds as a span in one unit: `340 ms`, `2.4 s`, `3 min`. The symbols are the same in every language. */
export function formatSpan(ms: number, language: 'en' | 'zh'): string {
  const [value, unit] = ms < 1000 ? [ms, 'ms'] : ms < 90_000 ? [ms / 1000, 's'] : [ms / 60_000, 'min'];
  const maximumFractionDigits = unit === 's' && value < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { maximumFractionDigits }).format(value)} ${unit}`;
}
