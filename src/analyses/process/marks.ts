import type { Activity, DeviationKind } from './result.ts';

const eventName = (event: string | null): string => (event === null ? '?' : `=${event}`);

const name = (node: Activity): string => (node.kind === 'event' ? eventName(node.event) : node.kind);

export const nodeMark = (node: Activity): string => JSON.stringify(['node', name(node)]);
export const flowMark = (from: Activity, to: Activity): string => JSON.stringify(['edge', name(from), name(to)]);
export const variantMark = (events: readonly (string | null)[]): string =>
  JSON.stringify(['variant', ...events.map(eventName)]);
export const deviationMark = (kind: DeviationKind, event: string | null): string =>
  JSON.stringify([kind, eventName(event)]);
export const FITS = JSON.stringify(['fits']);
export const DEVIATES = JSON.stringify(['deviates']);
