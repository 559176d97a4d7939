import type { Settings } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';

/** UTC until someone says otherwise: the same file gives the same figures on every machine. */
export const defaultSettings: Settings = { zone: 'UTC', weekStart: 'monday', language: 'en', sessionGapMinutes: 30 };

/** The settings with the changes; throws `data.bad-zone` or `settings.bad-value`. */
export function withSettings(settings: Settings, changes: Partial<Settings>): Settings {
  const known = Object.entries(changes).filter(([name, value]) => name in settings && value !== undefined);
  const next: Settings = { ...settings, ...Object.fromEntries(known) };
  checkZone(next.zone);
  checkOneOf('weekStart', next.weekStart, ['monday', 'sunday']);
  checkOneOf('language', next.language, ['en', 'zh']);
  if (!(next.sessionGapMinutes > 0 && Number.isFinite(next.sessionGapMinutes)))
    throw new AppError('settings.bad-value', { name: 'sessionGapMinutes', value: String(next.sessionGapMinutes) });
  return next;
}

/** The settings that alter figures. */
export const figureSettings = ({ zone, weekStart, sessionGapMinutes }: Settings) => ({
  zone,
  weekStart,
  sessionGapMinutes,
});

function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new AppError('data.bad-zone', { zone: String(zone) });
  }
}

function checkOneOf(name: string, value: string, allowed: string[]): void {
  if (!allowed.includes(value)) throw new AppError('settings.bad-value', { name, value: String(value) });
}
