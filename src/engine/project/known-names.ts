import type { KnownName, NameKind } from '../../contract/population.ts';
import type { Dataset } from '../../contract/project.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import type { NameSearch, Named } from '../../core/name-index.ts';
import { nameSearch } from '../../core/name-index.ts';
import { namesSql } from '../../features/names.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';

/** Of so many the names are kept, some tens of megabytes; what is rarer must be written out. */
const MOST = 200_000;

/** What items, users and categories are called, for whoever types one: read once for each state of the data, then searched on the page. */
export class KnownNames {
  readonly #call: Call<DatabaseApi>;
  readonly #known = new Map<NameKind, Promise<NameSearch>>();
  #fingerprint = '';

  constructor(call: Call<DatabaseApi>) {
    this.#call = call;
  }

  /** Those with all the words in key or title, at most so many; without words the commonest. */
  async find(kind: NameKind, words: string, most: number, data: Dataset): Promise<KnownName[]> {
    if (this.#fingerprint !== data.fingerprint) this.#known.clear();
    this.#fingerprint = data.fingerprint;
    const search = await (this.#known.get(kind) ?? this.#read(kind, data));
    return search(words, most);
  }

  #read(kind: NameKind, data: Dataset): Promise<NameSearch> {
    const sql = namesSql(kind, data, duckdb, MOST);
    const reading = ask<{ [column in keyof Named]: Named[column] }>(this.#call, sql).then(nameSearch);
    this.#known.set(kind, reading);
    reading.catch(() => this.#known.delete(kind));
    return reading;
  }
}
