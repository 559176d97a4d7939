import type { PropertyValue } from '../../contract/population.ts';
import type { Dataset } from '../../contract/project.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { eventsWhere } from '../../features/events.ts';
import { propertyOf, propertyText } from '../../features/patterns.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';

/** What a property is most often, for whoever writes a filter; read once for each state of the data. */
export class PropertyValues {
  readonly #call: Call<DatabaseApi>;
  readonly #known = new Map<string, Promise<PropertyValue[]>>();
  #fingerprint = '';

  constructor(call: Call<DatabaseApi>) {
    this.#call = call;
  }

  /** The values of most users first, at most `limit`. Throws `params.unknown-property`. */
  async of(name: string, data: Dataset, limit: number): Promise<PropertyValue[]> {
    if (this.#fingerprint !== data.fingerprint) this.#known.clear();
    this.#fingerprint = data.fingerprint;
    const key = JSON.stringify([name, limit]);
    const known = this.#known.get(key);
    if (known) return known;
    const reading = ask<{ value: string; count: number }>(this.#call, valuesSql(name, data, limit));
    this.#known.set(key, reading);
    reading.catch(() => this.#known.delete(key));
    return reading;
  }
}

function valuesSql(name: string, data: Dataset, limit: number): string {
  const property = propertyOf(name, data);
  const column = duckdb.identifier(property.column);
  const present = `${column} IS NOT NULL`;
  const rows =
    property.view === 'events'
      ? eventsWhere(duckdb, present)
      : `${duckdb.view(property.view)} WHERE "user" IS NOT NULL AND ${present}`;
  return `SELECT ${propertyText(property, duckdb)} AS value, count(DISTINCT "user")::DOUBLE AS count
FROM ${rows} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${Math.max(1, Math.floor(limit))}`;
}
