import { Utf8, makeData, makeVector } from 'apache-arrow';
import { segments } from './map.ts';

const encoder = new TextEncoder();

/** The names of segments as a text column, from their places in the list; made of typed arrays, as Arrow's own builders use eval. */
export function named(places: Uint8Array) {
  const names = segments.map((name) => encoder.encode(name));
  const valueOffsets = new Int32Array(places.length + 1);
  places.forEach((place, row) => (valueOffsets[row + 1] = valueOffsets[row]! + names[place]!.length));
  const data = new Uint8Array(valueOffsets[places.length]!);
  places.forEach((place, row) => data.set(names[place]!, valueOffsets[row]));
  return makeVector(makeData({ type: new Utf8(), length: places.length, valueOffsets, data }));
}
