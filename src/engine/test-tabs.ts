import { tableFromIPC } from 'apache-arrow';
import { defineAnalysis } from '../contract/analysis.ts';
import type { EngineEvent } from '../contract/engine.ts';
import type { AppError } from '../core/errors.ts';
import type { AnyCompute } from '../../workers/compute/run-job.ts';
import * as v from 'valibot';
import { ProjectEngine } from './project-engine.ts';
import { columnsOf } from './test-rows.ts';
import type { TestDatabase, TestDisk } from './test-workers.ts';
import { testTenancy, testWorkers } from './test-workers.ts';

type Next = () => Promise<unknown>;
/** Stands between an engine and one of its workers: lets a call through, holds it, or fails it. */
export type Interceptor = (method: string, args: unknown[], next: Next) => Promise<unknown>;

export interface TestTab {
  engine: ProjectEngine;
  database: TestDatabase;
  notices: string[];
  /** Set by a test to get at the calls of a worker. */
  on: { database?: Interceptor; storage?: Interceptor };
}

interface Interceptable {
  call: (method: string, args: unknown[], options?: unknown) => Promise<unknown>;
}

function intercept(target: unknown, on: () => Interceptor | undefined): void {
  const worker = target as Interceptable;
  const { call } = worker;
  worker.call = (method, args, options) => {
    const next = () => call(method, args, options);
    return on()?.(method, args, next) ?? next();
  };
}

/** Tabs of one browser, for the time of a test. */
export class TestTabs {
  readonly #open: TestTab[] = [];

  async open(disk: TestDisk, computations: Record<string, AnyCompute> = {}): Promise<TestTab> {
    const on: TestTab['on'] = {};
    let database: TestDatabase | undefined;
    const engine = new ProjectEngine({
      describe: ({ code }) => code,
      tenancy: testTenancy(disk),
      workers: (hooks) => {
        const workers = testWorkers(hooks, computations, disk);
        database = workers.database as TestDatabase;
        intercept(database, () => on.database);
        intercept(workers.storage, () => on.storage);
        return workers;
      },
    });
    const tab: TestTab = { engine, database: database!, notices: [], on };
    engine.onEvent((event: EngineEvent) => event.kind === 'notice' && tab.notices.push(event.notice.code));
    this.#open.push(tab);
    await engine.ready;
    return tab;
  }

  /** What is not saved is gone, and the locks are free. */
  async close(tab: TestTab): Promise<void> {
    tab.on.database = tab.on.storage = undefined;
    await tab.engine.saved().catch(() => undefined);
    await tab.engine.outdate();
    await tab.database.release();
    this.#open.splice(this.#open.indexOf(tab), 1);
  }

  async closeAll(): Promise<void> {
    for (const tab of [...this.#open]) await this.close(tab);
  }
}

export const rowsOf = async ({ engine }: TestTab, sql: string): Promise<Record<string, unknown[]>> =>
  columnsOf(tableFromIPC(await engine.query(sql)));

/** The error that a promise rejects with. */
export const failure = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => Promise.reject(new Error('it resolved')),
    (error: unknown) => error as AppError,
  );

export const shopLog = (name = 'shop.csv', more = ''): File =>
  new File(
    [
      `user_id,timestamp,event,amount
customer-ann,2024-01-01 10:00:00,view,
customer-ann,2024-01-01 10:05:00,buy,12.5
customer-bob,2024-01-02 09:00:00,view,
${more}`,
    ],
    name,
  );

/** An analysis that asks nothing of the data. */
export const anyAnalysis = defineAnalysis({
  id: 'spend',
  version: 1,
  group: 'overview',
  requires: [],
  cost: 'cheap',
  params: v.object({ k: v.optional(v.number(), 0) }),
  queries: () => ({}),
  views: () => [],
  texts: { en: { title: '', about: '', 'param.k': '' }, zh: { title: '', about: '', 'param.k': '' } },
});
