import { AppError } from '../core/errors.ts';
import { isQuota } from './folder.ts';

export const isCode = (error: unknown, code: string): boolean => error instanceof AppError && error.code === code;

/** Work that makes folders or files for so many bytes: a full disk refuses even that, as `storage.full` (needed, free). */
export async function refusable<T>(needed: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isQuota(error) ? new AppError('storage.full', { needed, free: 0 }, { cause: error }) : error;
  }
}

/** Whatever the browser throws where nothing better is known, as `storage.unavailable` (detail). */
export function asUnavailable(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const detail = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 200) : String(error);
  return new AppError('storage.unavailable', { detail }, { cause: error });
}
