import { describe, errorCodes } from './errors/index.ts';
import type { Language } from './format.ts';

const known = new Set(errorCodes('en'));

/** Why a record was set aside, in words; a reason without words is named as it is. */
export function rejectionReason(reason: string, language: Language): string {
  const code = `import.reason.${reason}`;
  return known.has(code) ? describe(code, {}, language) : reason;
}
