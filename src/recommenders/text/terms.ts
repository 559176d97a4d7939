import { stopWords } from './stop-words.ts';

const RUN = /[\p{L}\p{M}\p{N}_]+/gu;
/** Scripts that put no space between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Made once, and only where a text needs it: its dictionaries take a while to load. */
let segmenter: Intl.Segmenter | undefined;

function words(run: string): string[] {
  if (!UNSPACED.test(run)) return [run];
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' });
  return Array.from(segmenter.segment(run), ({ segment }) => segment);
}

/** The dictionary also glues: "我的" is one word to it. */
const isStop = (term: string): boolean =>
  stopWords.has(term) || (term.endsWith('的') && stopWords.has(term.slice(0, -1)));

/** A single letter or digit says nothing; a single character of Chinese is a word. */
const speaks = (term: string): boolean => (term.length > 1 || UNSPACED.test(term)) && !isStop(term);

/**
 * The terms of a text in their order, as often as they come: runs of two or more letters and digits in lower case (as in
 * scikit-learn's vectorisers), Chinese and other unspaced scripts cut into words by the browser's dictionary (`Intl.Segmenter`);
 * without stop words of either language. Wide and narrow forms of a character are one (NFKC).
 */
export function termsOf(text: string): string[] {
  const runs = text.normalize('NFKC').toLowerCase().match(RUN) ?? [];
  return runs.flatMap(words).filter(speaks);
}
