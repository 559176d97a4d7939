/** True where a drag carries files: text that is moved within the page is not ours. */
export const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** The format that pasted text is in, by how it begins: JSON, else tabs before commas. */
function pastedName(text: string): string {
  if (/^\s*[[{]/.test(text)) return 'pasted.json';
  return (text.split(/\r?\n/, 1)[0] ?? '').includes('\t') ? 'pasted.tsv' : 'pasted.csv';
}

/** Pasted text as a file, named by what it seems to be. */
export const textFile = (text: string): File => new File([text], pastedName(text));

/** The files of a paste; pasted text becomes one. */
export function pastedFiles(data: DataTransfer | null): File[] {
  const files = [...(data?.files ?? [])];
  const text = data?.getData('text/plain') ?? '';
  return files.length > 0 ? files : text.trim() ? [textFile(text)] : [];
}

/** Hands a file to the browser's downloads. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads the blob after the click; a second is ample, and a leak is worse than a wait.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
