import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineCounter } from './line-counter.ts';

const count = (chunks: readonly Uint8Array[]): number => {
  const counter = new LineCounter();
  for (const chunk of chunks) counter.add(chunk);
  return counter.lines;
};

describe('LineCounter', () => {
  it('counts what a regular expression counts, however the text is cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', ',', '\x8a', 'é'), maxLength: 4000 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(4000), { maxLength: 4 }), (text, cuts) => {
        const bytes = new TextEncoder().encode(text);
        const edges = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((end, i) => bytes.subarray(edges[i], end));
        const expected = text === '' ? 0 : text.replace(/(\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/).length;
        expect(count(chunks)).toBe(expected);
      }),
    );
  });

  it('counts many line feeds in a row', () => {
    expect(count([new Uint8Array(5000).fill(10)])).toBe(5000);
  });
});
