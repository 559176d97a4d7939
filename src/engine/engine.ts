import type { Engine } from '../contract/engine.ts';
import type { EngineOptions } from './project-engine.ts';
import { ProjectEngine } from './project-engine.ts';
import { browserWorkers } from './workers.ts';

/** The engine of the page, over its three workers; the database starts at once. */
export const createEngine = (options: Pick<EngineOptions, 'describe' | 'operations' | 'analyses' | 'loaded'>): Engine =>
  new ProjectEngine({ ...options, workers: browserWorkers });
