import type { ImportOptions } from '../../contract/import.ts';
import type { Workers } from '../caller.ts';

/** One thing to read: a file, or a member of an archive. */
export interface Source {
  file: File;
  /** The name that it has, or would have, as a file of its own. */
  name: string;
  /** Its share of the work. */
  bytes: number;
  options: ImportOptions;
}

/** What there is to read in the files: archives are opened, unless the options name a member. */
export async function sourcesOf(
  files: Workers['files'],
  given: readonly File[],
  options: ImportOptions,
): Promise<Source[]> {
  const sources: Source[] = [];
  for (const file of given) {
    const parts = await files.call('parts', [file]);
    const wanted = options.entry === undefined ? parts : parts.filter(({ entry }) => entry === options.entry);
    // A member that isn't there is refused by whoever opens the archive: he knows the names.
    if (wanted.length === 0) sources.push({ file, name: options.entry ?? file.name, bytes: file.size, options });
    for (const { entry, name, bytes } of wanted)
      sources.push({ file, name, bytes, options: entry === undefined ? options : { ...options, entry } });
  }
  return sources;
}
