import LRU from 'zrender/lib/core/LRU.js';

const guarded = new WeakSet<object>();

/**
 * The charts' renderer keeps the widths of texts in a plain object, by the text. A label that is called `__proto__` or `constructor` would find
 * what every object inherits, and write to it: after that nothing on the page works. Behind a sign of its own a text is no such name.
 */
export function guardTextCache(): void {
  const { prototype } = LRU;
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  const { get, put } = prototype;
  prototype.get = function (this: LRU<unknown>, key) {
    return get.call(this, `=${key}`);
  };
  prototype.put = function (this: LRU<unknown>, key, value) {
    return put.call(this, `=${key}`, value);
  };
}
