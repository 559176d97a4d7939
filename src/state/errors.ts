import { AppError } from '../core/errors.ts';

/** Nothing to paste. */
export const clipboardEmpty = (): AppError => new AppError('app.empty-paste');
