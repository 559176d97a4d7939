import { AppError } from '../core/errors.ts';

/** Which sentence names the file, for what may be wrong with it. */
const named: Record<string, string> = {
  'project.damaged': 'project.file-unreadable',
  'project.not-a-project': 'project.file-foreign',
  'project.newer': 'project.file-newer',
  'project.wrong-passphrase': 'project.file-locked',
};

/** Why a project file could not be opened, with its name; where in the file the fault lies goes to the cause alone. */
export function fileFault(error: unknown, file: string): unknown {
  const code = error instanceof AppError ? named[error.code] : undefined;
  if (!(error instanceof AppError) || code === undefined) return error;
  const { detail: _, ...values } = error.values;
  return new AppError(code, { ...values, file }, { cause: error });
}
