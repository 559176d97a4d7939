import { AppError } from '../core/errors.ts';

export const isCode = (error: unknown, code: string): boolean => error instanceof AppError && error.code === code;

/** Whatever the browser throws where nothing better is known, as `storage.unavailable` (detail). */
export function asUnavailable(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const detail = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 200) : String(error);
  return new AppError('storage.unavailable', { detail }, { cause: error });
}
