import { AppError, isAbort } from '../core/errors.ts';
import type { ErrorValues } from '../core/errors.ts';

/** Something the user should read once. Worded when shown, so that it follows the language. */
export interface NoticeItem {
  id: number;
  level: 'info' | 'error';
  error: unknown;
  /** Goes away by itself: it only confirms what was asked for. */
  passing: boolean;
}

/** What happened beside the user's own action, newest last. */
export class Notices {
  list = $state.raw<readonly NoticeItem[]>([]);
  #next = 0;

  /** Shows an error; a cancelled job is no failure. */
  error(error: unknown): void {
    if (!isAbort(error)) this.#add('error', error);
  }

  info(code: string, values: ErrorValues = {}): void {
    this.#add('info', new AppError(code, values));
  }

  /** Confirms what was just asked for, in place of the confirmation before. */
  confirm(code: string, values: ErrorValues = {}): void {
    this.list = this.list.filter(({ passing }) => !passing);
    this.#add('info', new AppError(code, values), true);
  }

  /** What was `said` of the project before does not stand over the next one; errors stay. */
  leaveProject(said: readonly NoticeItem[]): void {
    this.list = this.list.filter((item) => item.level === 'error' || !said.includes(item));
  }

  dismiss(id: number): void {
    this.list = this.list.filter((item) => item.id !== id);
  }

  #add(level: NoticeItem['level'], error: unknown, passing = false): void {
    this.list = [...this.list.slice(-3), { id: this.#next++, level, error, passing }];
  }
}
