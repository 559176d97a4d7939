// Native DuckDB on one thread, the same SQL.
import { DuckDBInstance } from '@duckdb/node-api';
import { median } from './median.mjs';
import { watchMemory } from './memory.mjs';

const quote = (text) => `'${text.replaceAll("'", "''")}'`;

async function timed(runs, work) {
  const seconds = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    seconds.push((performance.now() - start) / 1000);
  }
  return median(seconds);
}

/** Times each job; `queries` maps a name to SQL, `view` defines canonical.events over the table. Returns seconds and answers. */
export async function runNative(file, table, view, queries, runs) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('SET threads = 1');
  await connection.run("SET TimeZone = 'UTC'");
  const load = `CREATE OR REPLACE TABLE "${table}" AS SELECT * FROM read_csv(${quote(file)})`;
  const memory = watchMemory(process.pid);
  const seconds = { import: await timed(1, () => connection.run(load)) };
  const peak = memory.stop();
  if (runs > 1) seconds.import = await timed(runs, () => connection.run(load));
  await connection.run('CREATE SCHEMA canonical');
  await connection.run(view);
  await connection.run("SET search_path = 'main,canonical'");
  const answers = {};
  for (const [name, sql] of Object.entries(queries)) {
    seconds[name] = await timed(runs, async () => {
      answers[name] = (await connection.runAndReadAll(sql)).getRowObjectsJson();
    });
  }
  const [{ version }] = (await connection.runAndReadAll('SELECT version() AS version')).getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return { version, seconds, answers, peak };
}
