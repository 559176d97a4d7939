import type { JobOptions } from '../../contract/engine.ts';
import type { Scope, ScopeSize } from '../../contract/population.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere } from '../../features/events.ts';
import { scopeConditions } from '../../features/population.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { scoped } from '../../sql/scoped.ts';
import { readRows } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import type { Ground } from '../run.ts';
import type { Populations, RunScope } from './populations.ts';
import type { Tables } from './tables.ts';

interface ScopesHost {
  call: Call<DatabaseApi>;
  tables: Tables;
  populations: Populations;
}

/** What runs read that stand on a part of the data. */
export class Scopes {
  readonly #host: ScopesHost;

  constructor(host: ScopesHost) {
    this.#host = host;
  }

  read(scope: Scope | undefined): RunScope | undefined {
    return this.#host.populations.scope(scope);
  }

  /** Throws `population.*`, and what its conditions and filters throw. */
  ground({ meant }: RunScope, job: JobOptions): Promise<Ground> {
    return this.again(() => this.#ground(meant, job));
  }

  async size(scope: Scope, job: JobOptions): Promise<ScopeSize> {
    const whole = await this.#count({ sql: duckdb, query: this.#query }, job);
    const asked = this.read(scope);
    const part = asked ? await this.#count(await this.ground(asked, job), job) : whole;
    return { users: part.users, of: whole.users, events: part.events, ofEvents: whole.events };
  }

  /** Does again what a database took with it that has ended or died meanwhile: its populations are made anew. */
  async again<T>(work: () => Promise<T>): Promise<T> {
    const { populations } = this.#host;
    const before = populations.generation;
    try {
      return await work();
    } catch (error) {
      const isEnded = error instanceof AppError && error.code === 'worker.ended';
      if (!isEnded && populations.generation === before) throw error;
      return work();
    }
  }

  async #ground(meant: Scope, job: JobOptions): Promise<Ground> {
    const { tables, populations } = this.#host;
    const whole = await tables.dataset();
    const people = meant.population ? await populations.find(meant.population, job) : null;
    const sql = scoped(duckdb, scopeConditions(meant, people?.table ?? null, whole, duckdb));
    const query: Ground['query'] = (text, options = {}) =>
      this.again(async () => {
        if (meant.population) await populations.find(meant.population, options);
        return this.#query(text, options);
      });
    return {
      data: await tables.datasetUnder(meant, sql),
      sql,
      query,
      ...(people && { queries: { 'scope.population': people.sql } }),
    };
  }

  readonly #query: Ground['query'] = (sql, { signal } = {}) => this.#host.call('pieces', [sql, signal]);

  async #count({ sql, query }: Pick<Ground, 'sql' | 'query'>, job: JobOptions) {
    const text = `SELECT count(DISTINCT "user")::DOUBLE AS users, count(*)::DOUBLE AS events FROM ${eventsWhere(sql)}`;
    const [found] = await readRows<{ users: number; events: number }>(await query(text, job));
    return found!;
  }
}
