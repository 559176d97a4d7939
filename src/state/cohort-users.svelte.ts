import type { Cohort } from '../contract/document.ts';
import { isAbort } from '../core/errors.ts';
import type { Workspace } from './workspace.svelte.ts';

/** The users of a kept cohort as the data has them now; `users` is null until they are listed. */
export class CohortUsers {
  users = $state.raw<string[] | null>(null);
  error = $state.raw<unknown>(null);
  #controller: AbortController | null = null;

  constructor(readonly workspace: Workspace) {}

  /** Lists them anew; a list under way is given up. */
  async list({ rule }: Pick<Cohort, 'rule'>): Promise<void> {
    this.clear();
    const mine = (this.#controller = new AbortController());
    try {
      const found = await this.workspace.populationUsers(rule, { signal: mine.signal });
      if (mine === this.#controller) this.users = found;
    } catch (error) {
      if (mine === this.#controller && !isAbort(error)) this.error = error;
    }
  }

  /** Forgets the list, and stops one under way. */
  clear(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.users = this.error = null;
  }
}
