import type { Stanza } from 'age-encryption';
import { Decrypter, Encrypter } from 'age-encryption';
import { AppError } from '../../core/errors.ts';
import { damaged } from '../damaged.ts';

/** What the library and the `age` command take: scrypt over 2^18 kB of memory. A file that asks for more is not opened. */
const workFactor = 18;
/** The header of a file for one passphrase has about 200 bytes. */
const mostHeaderBytes = 4096;
const blobBytes = 8 << 20;

/** A blob encrypted with a passphrase, as the `age` command would do it. `logN`: how dear each guess is made. */
export async function encrypt(content: Blob, passphrase: string, logN = workFactor): Promise<Blob> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(logN);
  return collect(await encrypter.encrypt(content.stream()), 'application/octet-stream');
}

/**
 * A blob decrypted with a passphrase. Throws `project.wrong-passphrase`; `project.not-a-project` where it is encrypted for
 * keys; `project.damaged`, also for a work factor over 18, which is made to exhaust whoever opens it.
 */
export async function decrypt(file: Blob, passphrase: string): Promise<Blob> {
  const head = await file.slice(0, mostHeaderBytes).text();
  if (!head.includes('\n---')) throw damaged('the header of the encryption');
  const decrypter = new Decrypter();
  // Asked in this order: what guards comes first, and what comes last is only asked when the passphrase did not fit.
  decrypter.addIdentity({ unwrapFileKey: checkStanzas });
  decrypter.addPassphrase(passphrase);
  decrypter.addIdentity({ unwrapFileKey: refuse });
  try {
    return await collect(await decrypter.decrypt(file.stream()));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw damaged(`the encryption: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

function checkStanzas(stanzas: Stanza[]): null {
  const [kind, , logN] = stanzas[0]?.args ?? [];
  if (stanzas.length !== 1 || kind !== 'scrypt') throw new AppError('project.not-a-project');
  if (!(Number(logN) <= workFactor)) throw damaged(`the work factor of the encryption, ${logN}`);
  return null;
}

function refuse(): null {
  throw new AppError('project.wrong-passphrase');
}

/** A stream as a blob, in large parts: the platform may then keep them on disk. */
async function collect(stream: ReadableStream<Uint8Array>, type = ''): Promise<Blob> {
  const blobs: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value as Uint8Array<ArrayBuffer>);
    bytes += part.value.length;
    if (bytes < blobBytes) continue;
    blobs.push(new Blob(parts));
    parts = [];
    bytes = 0;
  }
  return new Blob([...blobs, ...parts], { type });
}
