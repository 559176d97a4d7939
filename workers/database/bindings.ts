/** What we use of DuckDB-WASM's blocking bindings; the browser's and Node's are alike in it. */
export interface Bindings {
  open(config: { path: string }): void;
  getVersion(): string;
  connect(): { useUnsafe<R>(callback: (bindings: never, connection: number) => R): R };
  disconnect(connection: number): void;
  runQuery(connection: number, sql: string): Uint8Array;
  startPendingQuery(connection: number, sql: string, allowStreamResult: boolean): Uint8Array | null;
  pollPendingQuery(connection: number): Uint8Array | null;
  cancelPendingQuery(connection: number): boolean;
  fetchQueryResults(connection: number): Uint8Array | null;
  insertArrowFromIPCStream(
    connection: number,
    ipc: Uint8Array,
    options: { name: string; schema: string; create: boolean },
  ): void;
  readonly mod: { HEAPU8: Uint8Array };
}
