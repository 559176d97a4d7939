import type { FileRef } from '../../contract/document.ts';

/** Takes the content of a file, which may be transferred, and names it. */
export type Put = (bytes: Uint8Array, kind: 'arrow' | 'json') => Promise<FileRef>;
