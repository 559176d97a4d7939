import type { Place } from './result.ts';

/** Marks name places by what they are, so that a saved one finds the same people in a log that has grown. */

const placeName = (place: Place): string =>
  place.kind === 'event' ? (place.event === null ? '?' : `=${place.event}`) : place.kind;

export const nodeMark = (node: Place & { step: number }): string =>
  JSON.stringify(['node', node.step, placeName(node)]);

export const edgeMark = (from: Place & { step: number }, to: Place & { step: number }): string =>
  JSON.stringify(['edge', from.step, placeName(from), placeName(to)]);

export const pathMark = (places: readonly Place[]): string => JSON.stringify(['path', ...places.map(placeName)]);
