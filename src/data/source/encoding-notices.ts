import type { Notice } from '../../contract/import.ts';
import type { OpenText } from './open-text.ts';
import { Utf8Source } from './utf8-source.ts';

/** What a person should know about how a file's bytes were read; to be asked once the file has been read. */
export function encodingNotices(file: string, { source, encoding, detected }: OpenText): Notice[] {
  const notices: Notice[] = [];
  if (detected && encoding !== 'utf-8') notices.push(guessed(file, encoding, detected.alternatives));
  if (detected?.broken) {
    const { count, lines } = detected.broken;
    notices.push({ code: 'import.broken-bytes', values: { file, encoding, count, lines: lines.join(', ') } });
  }
  if (source instanceof Utf8Source && source.nuls > 0) {
    notices.push({ code: 'import.nul-bytes', values: { file, count: source.nuls } });
  }
  return notices;
}

const guessed = (file: string, encoding: string, alternatives: readonly string[]): Notice =>
  alternatives.length === 0
    ? { code: 'import.encoding-guessed', values: { file, encoding } }
    : { code: 'import.encoding-near', values: { file, encoding, alternatives: alternatives.join(', ') } };
