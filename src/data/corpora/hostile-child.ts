import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { decodeFile } from '../decode.ts';

/** Imports the file named by the first argument in a process of its own, and prints how that ended and what it took. */
const path = process.argv[2]!;
const file = Object.assign(await openAsBlob(path), { name: basename(path) });
const before = process.cpuUsage();
let outcome: object;
try {
  const { rows, columns } = await decodeFile(file, {}, () => Promise.resolve());
  outcome = { loaded: `${rows} × ${columns.length}` };
} catch (error) {
  const { name, code } = error as Error & { code?: unknown };
  outcome = code === name ? { refused: name } : { crashed: String(error).slice(0, 200) };
}
// Processor time: other work on the machine doesn't count against the file.
const { user, system } = process.cpuUsage(before);
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ ...outcome, ms: Math.round((user + system) / 1000), megabytes }));
