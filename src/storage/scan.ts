import type { Finding } from '../contract/storage.ts';
import type { FileEntry, Folder } from './folder.ts';
import { filesBelow, isMissing } from './folder.ts';
import { PatternSearch } from './search.ts';

const STEP = 1 << 20;

/**
 * Reads every byte and every name of the files below a root, but for the projects of these ids, and looks for the patterns.
 * Each is told once for each file.
 */
export async function scanFiles(
  root: Folder,
  patterns: readonly Uint8Array[],
  except: readonly string[],
): Promise<{ files: number; bytes: number; found: Finding[] }> {
  const search = new PatternSearch(patterns);
  const passed = except.map((id) => `behold/projects/${id}/`);
  const result = { files: 0, bytes: 0, found: [] as Finding[] };
  for await (const { path, entry } of filesBelow(root)) {
    if (passed.some((prefix) => path.startsWith(prefix))) continue;
    const numbers = new Set<number>();
    const note = (pattern: number): unknown => numbers.add(pattern);
    search.read(new TextEncoder().encode(path), 0, note);
    const bytes = await readThrough(entry, search, note);
    if (bytes === null) continue;
    result.files++;
    result.bytes += bytes;
    result.found.push(...[...numbers].map((pattern) => ({ place: path, pattern })));
  }
  return result;
}

/** Null for a file that went away meanwhile. */
async function readThrough(
  entry: FileEntry,
  search: PatternSearch,
  note: (pattern: number) => void,
): Promise<number | null> {
  try {
    const file = await entry.getFile();
    const part = (at: number) => file.slice(at, at + STEP).arrayBuffer();
    let state = 0;
    let coming = part(0);
    for (let at = 0; at < file.size; at += STEP) {
      const chunk = new Uint8Array(await coming);
      coming = part(at + STEP);
      state = search.read(chunk, state, note);
    }
    return file.size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
