import { clipboardEmpty } from '../../state/errors.ts';
import { textFile } from '../../ui/files.ts';

/** Lets the user pick files. */
export function pickFiles(onfiles: (files: File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.onchange = () => input.files?.length && onfiles([...input.files]);
  input.click();
}

/** What the clipboard holds, as files. The browser may ask the user first. */
export async function readClipboard(): Promise<File[]> {
  const text = await navigator.clipboard.readText();
  if (!text.trim()) throw clipboardEmpty();
  return [textFile(text)];
}
