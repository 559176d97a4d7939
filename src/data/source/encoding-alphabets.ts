/** Small letters beyond a to z, by language. */
const LATIN: Record<string, string> = {
  german: 'äöüßé',
  french: 'àâæçéèêëîïôœùûüÿ',
  spanish: 'áéíñóúü',
  portuguese: 'àáâãçéêíóôõúü',
  italian: 'àèéìíîòóùú',
  catalan: 'àçéèíïóòúü',
  dutch: 'áäéèëïíóöúü',
  swedish: 'åäöéü',
  danish: 'æøåéôòâ',
  finnish: 'äöåšž',
  icelandic: 'áéíóúýþæöð',
  irish: 'áéíóú',
  welsh: 'âêîôûŵŷïöë',
  polish: 'ąćęłńóśźż',
  czech: 'áčďéěíňóřšťúůýž',
  slovak: 'áäčďéíĺľňóôŕšťúýž',
  hungarian: 'áéíóöőúüű',
  romanian: 'ăâîșțşţ',
  croatian: 'čćđšž',
  albanian: 'çë',
  turkish: 'çğıöşüâîû',
  lithuanian: 'ąčęėįšųūž',
  latvian: 'āčēģīķļņšūž',
  estonian: 'äõöüšž',
  maltese: 'ċġħżàèìòù',
  esperanto: 'ĉĝĥĵŝŭ',
};

const SHARED_CYRILLIC = 'абвгдежзийклмнопрстуфхцчшщъьюя';

const CYRILLIC: Record<string, string> = {
  russian: `${SHARED_CYRILLIC}ыэё`,
  bulgarian: `${SHARED_CYRILLIC}ѝ`,
  ukrainian: 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  belarusian: 'абвгдеёжзійклмнопрстуўфхцчшыьэюя',
  serbian: 'абвгдђежзијклљмнњопрстћуфхцчџш',
  macedonian: 'абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ',
};

const alphabets = (letters: Record<string, string>): Set<string>[] => Object.values(letters).map((all) => new Set(all));

const SCRIPTS: readonly [script: RegExp, alphabets: Set<string>[]][] = [
  [/[^\P{Script=Latin}\0-\x7fªº]/gu, alphabets(LATIN)],
  [/\p{Script=Cyrillic}/gu, alphabets(CYRILLIC)],
];

/** Letters of a text that the best-fitting language doesn't write; alphabets tell encodings apart that differ in few letters. */
export function aliens(text: string): number {
  const small = text.toLowerCase();
  return SCRIPTS.reduce((sum, [script, known]) => sum + fewestAliens(small.match(script) ?? [], known), 0);
}

function fewestAliens(letters: readonly string[], known: readonly Set<string>[]): number {
  const counts = new Map<string, number>();
  for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const alien = (alphabet: Set<string>): number =>
    [...counts].reduce((sum, [letter, count]) => sum + (alphabet.has(letter) ? 0 : count), 0);
  return counts.size === 0 ? 0 : Math.min(...known.map(alien));
}
