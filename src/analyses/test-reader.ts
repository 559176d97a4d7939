import type { Table } from 'apache-arrow';
import * as v from 'valibot';
import type { AnyAnalysis, Context } from '../contract/analysis.ts';
import { strings } from '../core/columns.ts';
import { duckdb } from '../sql/duckdb.ts';
import { oneStatement } from '../sql/query.ts';
import type { AnyCompute, AnyMembers, TestProject } from './test-project.ts';
import { quietContext, queryTable } from './test-project.ts';

type TypedCompute<R> = (tables: never, params: never, context: Context) => R | Promise<R>;
type TypedMembers = (
  tables: never,
  params: never,
  mark: string,
  context: Context,
) => Iterable<number> | Promise<Iterable<number>>;

/**
 * For tests that ask one log many questions: runs an analysis and lists its members, each query being read once, as the
 * compute worker does it.
 */
export function readerOf<R>(analysis: AnyAnalysis, compute: TypedCompute<R>, members: TypedMembers) {
  // A log is known by its list of events, which other settings leave as it is.
  const known = new WeakMap<TestProject['data']['events'], Map<string, Promise<Table>>>();

  function read({ database, data }: TestProject, text: string): Promise<Table> {
    const tables = known.get(data.events) ?? new Map<string, Promise<Table>>();
    known.set(data.events, tables);
    const table = tables.get(text) ?? queryTable(database, text);
    tables.set(text, table);
    return table;
  }

  async function tablesOf(project: TestProject, params: unknown): Promise<Record<string, Table>> {
    const tables: Record<string, Table> = {};
    for (const [name, query] of Object.entries(analysis.queries(params, project.data, duckdb)))
      tables[name] = await read(project, oneStatement(query));
    return tables;
  }

  return {
    async run(project: TestProject, params: object = {}): Promise<R> {
      const parsed = v.parse(analysis.params, params);
      return (await (compute as AnyCompute)(await tablesOf(project, parsed), parsed, quietContext())) as R;
    },
    async members(project: TestProject, params: object, mark: string): Promise<string[]> {
      const parsed = v.parse(analysis.params, params);
      const codes = await (members as AnyMembers)(await tablesOf(project, parsed), parsed, mark, quietContext());
      const names = strings(await read(project, analysis.people!(parsed, project.data, duckdb)), 'user');
      return Array.from(codes, (code) => names[code] ?? `unknown code ${code}`).sort();
    },
  };
}
