const UNITS = {
  s: ['second', '秒'],
  m: ['minute', '分钟'],
  h: ['hour', '小时'],
  d: ['day', '天'],
  w: ['week', '周'],
} as const;

/** A duration parameter as people say it: `7d` as `7 days`; anything else (`none`) as it is. */
export function durationText(duration: string, language: 'en' | 'zh'): string {
  const [, digits, unit] = /^\s*(\d+(?:\.\d+)?)\s*([smhdw])\s*$/.exec(duration) ?? [];
  if (digits === undefined) return duration;
  const [en, zh] = UNITS[unit as keyof typeof UNITS];
  const n = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB').format(Number(digits));
  return language === 'zh' ? `${n} ${zh}` : `${n} ${en}${Number(digits) === 1 ? '' : 's'}`;
}

/** Milliseconds as a span in one unit: `340 ms`, `2.4 s`, `3 min`. The symbols are the same in every language. */
export function formatSpan(ms: number, language: 'en' | 'zh'): string {
  const [value, unit] = ms < 1000 ? [ms, 'ms'] : ms < 90_000 ? [ms / 1000, 's'] : [ms / 60_000, 'min'];
  const maximumFractionDigits = unit === 's' && value < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { maximumFractionDigits }).format(value)} ${unit}`;
}
