import type { Table } from 'apache-arrow';
import * as v from 'valibot';
import type { AnyAnalysis, Context } from '../contract/analysis.ts';
import { duckdb } from '../sql/duckdb.ts';
import { oneStatement } from '../sql/query.ts';
import type { AnyCompute, AnyMembers, TestProject } from './test-project.ts';
import { quietContext, queryTable, rowsOf } from './test-project.ts';

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
  const known = new WeakMap<TestProject['database'], Map<string, Promise<Table>>>();

  async function tablesOf({ database, data }: TestProject, params: unknown): Promise<Record<string, Table>> {
    const read = known.get(database) ?? new Map<string, Promise<Table>>();
    known.set(database, read);
    const tables: Record<string, Table> = {};
    for (const [name, query] of Object.entries(analysis.queries(params, data, duckdb))) {
      const text = oneStatement(query);
      if (!read.has(text)) read.set(text, queryTable(database, text));
      tables[name] = await read.get(text)!;
    }
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
      const names = await rowsOf(project.database, analysis.people!(parsed, project.data, duckdb));
      return Array.from(codes, (code) => names[code]?.user as string).sort();
    },
  };
}
