import type { Engine } from '../contract/engine.ts';
import type { EngineOptions } from './project-engine.ts';
import { ProjectEngine } from './project-engine.ts';
import { browserWorkers } from './workers.ts';

/** The engine of the page, over its three workers; the database starts at once. */
export const createEngine = ({ describe }: Pick<EngineOptions, 'describe'>): Engine =>
  new ProjectEngine({ describe, workers: browserWorkers });
