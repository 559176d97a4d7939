import computeUrl from '../../workers/compute.worker.ts?worker&url';
import databaseUrl from '../../workers/database.worker.ts?worker&url';
import filesUrl from '../../workers/files.worker.ts?worker&url';
import storageUrl from '../../workers/storage.worker.ts?worker&url';
import type { StorageApi } from '../contract/storage.ts';
import type { ComputeApi, DatabaseApi, FilesApi } from '../contract/workers.ts';
import { Bridge } from './bridge.ts';
import type { DatabaseHooks, Workers } from './caller.ts';
import { trustedScriptUrl } from '../core/trusted-url.ts';

const spawn =
  (url: string) =>
  (lock: string): Worker =>
    new Worker(trustedScriptUrl(url), { type: 'module', name: lock });

/** The four workers behind their bridges. None is started before it is called. */
export function browserWorkers({ prepare, onDeath }: DatabaseHooks): Workers {
  return {
    database: new Bridge<DatabaseApi>({
      label: 'database',
      spawn: spawn(databaseUrl),
      // A query is cancelled between two polls; a poll takes some tenths of a second.
      grace: 3000,
      prepare: async (call, restarted) => {
        await call('open', [], { deadline: 30_000 });
        await prepare(call, restarted);
      },
      onDeath: () => onDeath('database'),
    }),
    compute: new Bridge<ComputeApi>({
      label: 'compute',
      spawn: spawn(computeUrl),
      grace: 1000,
      onDeath: () => onDeath('compute'),
    }),
    files: new Bridge<FilesApi>({
      label: 'files',
      spawn: spawn(filesUrl),
      grace: 1000,
      onDeath: () => onDeath('files'),
    }),
    storage: new Bridge<StorageApi>({
      label: 'storage',
      spawn: spawn(storageUrl),
      grace: 1000,
      onDeath: () => onDeath('storage'),
    }),
  };
}
