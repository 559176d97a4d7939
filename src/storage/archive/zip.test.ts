import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { ZipReader } from './zip-reader.ts';
import { ZipWriter } from './zip-writer.ts';

it('writes what another program reads', async () => {
  const zip = new ZipWriter();
  await zip.add('a.txt', new Blob(['first']));
  await zip.add('data/b', new Blob([]));
  await zip.add('data/c', new Blob([new Uint8Array([0, 255])]));
  const read = unzipSync(new Uint8Array(await zip.end().arrayBuffer()));
  expect(Object.keys(read)).toEqual(['a.txt', 'data/b', 'data/c']);
  expect(Object.values(read).map((bytes) => [...bytes])).toEqual([[102, 105, 114, 115, 116], [], [0, 255]]);
});

it('goes on as a ZIP64 where numbers grow too large', async () => {
  const zip = new ZipWriter({ entries: 2, bytes: 40 });
  const names = ['one', 'two', 'three'];
  for (const name of names) await zip.add(name, new Blob([name.repeat(9)]));
  const bytes = new Uint8Array(await zip.end().arrayBuffer());
  const reader = await ZipReader.open(new Blob([bytes]));
  for (const name of names) {
    expect(await (await reader.entry(name)).text()).toBe(name.repeat(9));
    expect(new TextDecoder().decode(await reader.checkedEntry(name, 99))).toBe(name.repeat(9));
  }
  expect(Object.keys(unzipSync(bytes))).toEqual(names);
});
