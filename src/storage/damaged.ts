import { AppError } from '../core/errors.ts';

const mostDetail = 300;

/** The error for a project file that is not as it was written; the detail names the place. */
export const damaged = (detail: string, cause?: unknown): AppError =>
  new AppError('project.damaged', { detail: detail.slice(0, mostDetail) }, { cause });
