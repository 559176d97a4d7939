import type { FileRef } from '../../contract/document.ts';

/** The document, as JSON. */
export const manifestName = 'manifest.json';

/** Under which name a file of the project stands in the project file: gzipped. */
export const entryName = ({ file }: FileRef): string => `${file}.gz`;
