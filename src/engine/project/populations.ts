import type { Cohort } from '../../contract/document.ts';
import type { JobOptions } from '../../contract/engine.ts';
import type { Condition, PopulationSize, Scope } from '../../contract/population.ts';
import type { Dataset } from '../../contract/project.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { isAbort, throwIfAborted } from '../../core/errors.ts';
import type { Given } from '../../features/population.ts';
import { everyoneSql, populationSql } from '../../features/population.ts';
import { scopeWithoutCohorts, withoutCohorts } from '../../features/population-cohorts.ts';
import { checkCondition, checkScope } from '../../features/population-schema.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import { keyOf } from '../hash.ts';
import { hiddenName, qualified } from './names.ts';

export interface PopulationsHost {
  call: Call<DatabaseApi>;
  /** The whole log. */
  dataset(): Promise<Dataset>;
  cohorts(): readonly Cohort[];
  /** The users behind a mark, whose scope has no cohorts any more. */
  members(mark: Extract<Condition, { kind: 'mark' }>, job: JobOptions): Promise<string[]>;
}

/** A scope in the words of whoever asked, and as it is meant today. */
export interface RunScope {
  asked: Scope;
  meant: Scope;
}

/** A population that is looked up: its table, how that was made, and its users. */
export interface Population {
  /** With its schema, as SQL. */
  table: string;
  /** The SELECT of its users. */
  sql: string;
  users: number;
}

interface Entry {
  name: string;
  population: Promise<Population>;
  isThere: boolean;
}

/** Of these, the ones asked for least lately are dropped. */
const mostTables = 48;

const everyone: Condition = { kind: 'and', of: [] };

/** Where populations lie: no schema of the user's, and no part of the project. */
const schema = 'scope';

/**
 * The populations that questions have asked for, each looked up once and kept as a table of its users, as long as the data stay as they
 * are. Nothing of them is saved: a database that is started anew has none.
 */
export class Populations {
  readonly #host: PopulationsHost;
  /** By the key of data and condition; the one asked for least lately first. */
  readonly #made = new Map<string, Entry>();
  /** The tables that are ours, and those that are being filled, by their names in the schema main. */
  readonly #names = new Set<string>();
  readonly #filling = new Set<string>();
  /** How many are being made: those that they rest on must stay. */
  #making = 0;
  /** Counts the databases. */
  generation = 0;
  #fingerprint = '';
  #schema: Promise<unknown> | null = null;

  constructor(host: PopulationsHost) {
    this.#host = host;
  }

  /** A database is new: it has no tables of ours. */
  forget(): void {
    this.generation++;
    this.#made.clear();
    this.#names.clear();
    this.#filling.clear();
    this.#schema = null;
  }

  /** Whether a table is one of ours. */
  owns(of: string, table: string): boolean {
    if (of === 'main') return this.#filling.has(table);
    return of === schema && this.#names.has(table);
  }

  /** A scope as it is meant: checked, and with today's rules in the place of cohorts; undefined for one that names nothing. */
  scope(scope: Scope | undefined): RunScope | undefined {
    const asked = checkScope(scope);
    return asked && { asked, meant: scopeWithoutCohorts(asked, this.#host.cohorts()) };
  }

  /** Throws `population.*`, and what its conditions throw. */
  async find(condition: Condition, job: JobOptions = {}): Promise<Population> {
    return this.#find(withoutCohorts(checkCondition(condition), this.#host.cohorts()), job);
  }

  async size(condition: Condition, job: JobOptions = {}): Promise<PopulationSize> {
    const [{ users }, { users: of }] = [await this.find(condition, job), await this.#find(everyone, job)];
    return { users, of };
  }

  async users(condition: Condition, job: JobOptions = {}): Promise<string[]> {
    const { table } = await this.find(condition, job);
    const rows = await ask<{ user: string }>(
      this.#host.call,
      `SELECT "user" FROM ${table} ORDER BY "user"`,
      job.signal,
    );
    return rows.map(({ user }) => user);
  }

  async #find(condition: Condition, job: JobOptions): Promise<Population> {
    const data = await this.#host.dataset();
    await this.#follow(data.fingerprint);
    const key = await keyOf([data.fingerprint, condition]);
    const known = this.#made.get(key);
    if (!known) return this.#begin(key, condition, data, job);
    this.#made.delete(key);
    this.#made.set(key, known);
    try {
      return await known.population;
    } catch (error) {
      // Another one's cancel is not ours.
      if (!isAbort(error)) throw error;
      throwIfAborted(job.signal);
      return this.#find(condition, job);
    }
  }

  #begin(key: string, condition: Condition, data: Dataset, job: JobOptions): Promise<Population> {
    const name = `population_${key.slice(0, 16)}`;
    const population = this.#make(name, condition, data, job);
    const entry: Entry = { name, population, isThere: false };
    this.#made.set(key, entry);
    population.then(
      () => (entry.isThere = true),
      () => this.#made.get(key) === entry && this.#made.delete(key),
    );
    return population;
  }

  async #make(name: string, condition: Condition, data: Dataset, job: JobOptions): Promise<Population> {
    this.#making++;
    try {
      return await this.#fillTable(name, condition, data, job);
    } finally {
      if (--this.#making === 0) await this.#dropOldest();
    }
  }

  async #fillTable(name: string, condition: Condition, data: Dataset, job: JobOptions): Promise<Population> {
    const { call } = this.#host;
    const table = `${schema}.${duckdb.identifier(name)}`;
    const { sql, hidden } = await this.#select(condition, data, job);
    try {
      await (this.#schema ??= call('query', [`CREATE SCHEMA IF NOT EXISTS ${schema}`]));
      this.#names.add(name);
      await call('query', [`CREATE OR REPLACE TABLE ${table} AS ${sql}`, job.signal]);
    } finally {
      if (hidden) await this.#empty(hidden);
    }
    const [found] = await ask<{ users: number }>(call, `SELECT count(*)::DOUBLE AS users FROM ${table}`);
    return { table, sql, users: found!.users };
  }

  /** The SELECT of a population's users; `hidden`: a table that it reads and that is not wanted afterwards. */
  async #select(condition: Condition, data: Dataset, job: JobOptions): Promise<{ sql: string; hidden?: string }> {
    if (isEveryone(condition)) return { sql: everyoneSql(data, duckdb) };
    const all = await this.#find(everyone, job);
    if (isGiven(condition)) {
      const hidden = await this.#fill(await this.#usersOf(condition, job));
      const sql = `SELECT "user" FROM ${all.table} WHERE "user" IN (SELECT "user" FROM ${qualified(hidden)})`;
      return { sql, hidden };
    }
    const given = new Map<Given, string>();
    for (const each of givenIn(condition)) given.set(each, (await this.#find(each, job)).table);
    return {
      sql: populationSql(condition, data, duckdb, { everyone: all.table, given: (each) => given.get(each)! }),
    };
  }

  async #usersOf(condition: Given, job: JobOptions): Promise<readonly string[]> {
    return condition.kind === 'list' ? condition.users : this.#host.members(condition, job);
  }

  /** Users as a table that nobody sees. */
  async #fill(users: readonly string[]): Promise<string> {
    const [{ tableToIPC, Table }, { textVector }] = await Promise.all([
      import('apache-arrow'),
      import('../../core/text-vector.ts'),
    ]);
    const name = hiddenName();
    const table = new Table({ user: textVector(users) });
    this.#filling.add(name);
    try {
      await this.#host.call('query', [`CREATE TABLE ${qualified(name)} ("user" VARCHAR)`]);
      if (users.length > 0) await this.#host.call('insert', [name, tableToIPC(table, 'stream'), false]);
      return name;
    } catch (error) {
      await this.#empty(name);
      throw error;
    }
  }

  async #empty(name: string): Promise<void> {
    await this.#host.call('query', [`DROP TABLE IF EXISTS ${qualified(name)}`]).catch(() => undefined);
    this.#filling.delete(name);
  }

  /** Other data have other users. */
  async #follow(fingerprint: string): Promise<void> {
    if (this.#fingerprint === fingerprint) return;
    this.#fingerprint = fingerprint;
    const old = [...this.#made.values()];
    this.#made.clear();
    for (const { name } of old) await this.#drop(name);
  }

  async #dropOldest(): Promise<void> {
    for (const [key, { name, isThere }] of this.#made) {
      if (this.#made.size <= mostTables) return;
      if (!isThere) continue;
      this.#made.delete(key);
      await this.#drop(name);
    }
  }

  /** One that is asked for again already, under the same name, stays. */
  async #drop(name: string): Promise<void> {
    if ([...this.#made.values()].some((entry) => entry.name === name)) return;
    await this.#host
      .call('query', [`DROP TABLE IF EXISTS ${schema}.${duckdb.identifier(name)}`])
      .catch(() => undefined);
    this.#names.delete(name);
  }
}

const isEveryone = (condition: Condition): boolean => condition.kind === 'and' && condition.of.length === 0;

const isGiven = (condition: Condition): condition is Given => condition.kind === 'list' || condition.kind === 'mark';

/** The lists and marks within a condition. */
function givenIn(condition: Condition): Given[] {
  if (isGiven(condition)) return [condition];
  if (condition.kind === 'not') return givenIn(condition.of);
  return condition.kind === 'and' || condition.kind === 'or' ? condition.of.flatMap(givenIn) : [];
}
