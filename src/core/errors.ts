/** What an error is about: the value concerned and whatever its message names. */
export type ErrorValues = Record<string, string | number>;

/**
 * An error with a stable code as its `name` (`import.empty-file`) and the values its message speaks of.
 * Texts live in `i18n/errors`, in both languages; `message` here is only for logs.
 */
export class AppError extends Error {
  readonly values: ErrorValues;

  constructor(code: string, values: ErrorValues = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(values)}`, options);
    this.name = code;
    this.values = values;
  }

  get code(): string {
    return this.name;
  }
}

/** A value that people call otherwise than programs do: `i18n/errors` takes its name in the reader's language, and the value itself where there is none. */
export const called = (key: string, value: string, names: Record<'en' | 'zh', string | undefined>): ErrorValues => ({
  [key]: value,
  [`${key}.en`]: names.en ?? value,
  [`${key}.zh`]: names.zh ?? value,
});

/** True for the rejection of a cancelled job: no failure, and never shown as one. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** The rejection of a cancelled job. */
export const abortError = (): DOMException => new DOMException('The job was cancelled.', 'AbortError');

/** The reason of a signal by which a job is only halted: what it kept of its trainings stays, and the same run goes on from there. */
export const PAUSE = 'pause';

/** Throws if the signal was aborted. */
export function throwIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) throw abortError();
}
