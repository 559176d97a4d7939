import type { ImportOptions } from '../contract/import.ts';

/** One file, or one member of an archive, with how it is to be read. */
export interface ToImport {
  file: File;
  entry?: string;
  options: ImportOptions;
  /** Its columns' names and types: what is alike goes into one table. */
  shape: string;
}

/** Files that the engine takes in one call, and the batch whose table they are added to. */
export interface Batch {
  files: File[];
  options: ImportOptions;
  /** The index of the batch that makes the table; undefined where this one makes its own. */
  addsTo?: number;
}

const key = (options: ImportOptions): string =>
  JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * As few calls as the options allow. Archives that are wanted whole, and alike, are passed as they are, so that the engine
 * joins their members; else each member is a call, added to the first table of its shape.
 */
export function batchesOf(wanted: readonly ToImport[], members: (file: File) => number): Batch[] {
  const batches: (Batch & { key: string; shape: string })[] = [];
  const whole = (item: ToImport) => {
    const own = wanted.filter(({ file }) => file === item.file);
    return own.length === members(item.file) && own.every(({ options }) => key(options) === key(item.options));
  };
  for (const item of wanted) {
    const entry = item.entry !== undefined && !whole(item) ? { entry: item.entry } : {};
    const options = { ...item.options, ...entry };
    const joined = batches.find((batch) => batch.key === key(options));
    if (joined) {
      if (!joined.files.includes(item.file)) joined.files.push(item.file);
      continue;
    }
    const addsTo = batches.findIndex((batch) => batch.shape === item.shape && batch.addsTo === undefined);
    batches.push({
      files: [item.file],
      options,
      key: key(options),
      shape: item.shape,
      ...(addsTo >= 0 && { addsTo }),
    });
  }
  return batches.map(({ files, options, addsTo }) => ({ files, options, ...(addsTo !== undefined && { addsTo }) }));
}
