import type { Package } from './package.ts';
import { tooLarge } from './package.ts';
import { readAllXml } from './xml.ts';

/** Strings are kept for as long as the sheet is read: beyond these, they'd not fit beside the table. */
const MOST_STRINGS = 1 << 24;
const MOST_CHARACTERS = 1 << 28;
const MOST_BYTES = 1 << 30;

/** Characters that XML can't hold are written `_x000D_`. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([\da-f]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text;

/** The texts that cells refer to by number; phonetic readings are left out. */
export async function sharedStrings(pack: Package, path: string): Promise<readonly string[]> {
  const strings: string[] = [];
  let text = '';
  let inText = false;
  let phonetic = 0;
  let characters = 0;
  await readAllXml(await pack.openSmall(path, MOST_BYTES), pack.file.name, 'XLSX', {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic++;
      else if (name === 't') inText = phonetic === 0;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic--;
      else if (name === 'si') {
        strings.push(unescaped(text));
        characters += text.length;
        if (strings.length > MOST_STRINGS || characters > MOST_CHARACTERS)
          throw tooLarge(pack.file.name, MOST_CHARACTERS);
      }
    },
    text(piece) {
      if (inText) text += piece;
    },
  });
  return strings;
}
