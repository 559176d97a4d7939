import type { Cell } from './blocks.ts';

/** An attribute of a log, trace or event: its type is the element's name. */
export interface Attribute {
  type: string;
  key: string;
  value: string | undefined;
  inner: Attribute[];
}

const TYPES = new Set(['string', 'date', 'int', 'float', 'boolean', 'id', 'list', 'container']);

export const isAttribute = (element: string): boolean => TYPES.has(element);

/** Receives an attribute's cells by column name; an attribute of an attribute is `outer.inner`. */
export type Put = (name: string, cell: Cell) => void;

export function putAttribute(attribute: Attribute, prefix: string, put: Put): void {
  const { type, key, value, inner } = attribute;
  const name = prefix + key;
  if (type === 'list' || type === 'container') {
    put(name, { text: JSON.stringify(jsonOf(attribute)), kind: 'nested' });
    return;
  }
  if (value !== undefined) put(name, { text: value, kind: type === 'string' || type === 'id' ? 'string' : 'plain' });
  for (const part of inner) putAttribute(part, `${name}.`, put);
}

/** A list keeps its order, and each value its key; a container is an object. Numbers keep their digits, as strings. */
function jsonOf({ type, value, inner }: Attribute): unknown {
  if (type === 'list') return inner.map((part) => ({ [part.key]: jsonOf(part) }));
  if (type !== 'container') return inner.length > 0 ? { value, ...partsOf(inner) } : scalarOf(type, value);
  return partsOf(inner);
}

const partsOf = (inner: readonly Attribute[]): object =>
  Object.fromEntries(inner.map((part) => [part.key, jsonOf(part)]));

function scalarOf(type: string, value: string | undefined): unknown {
  if (value === undefined) return null;
  if (type === 'boolean' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  const isNumber = (type === 'int' || type === 'float') && value.trim() !== '' && String(Number(value)) === value;
  return isNumber ? Number(value) : value;
}
