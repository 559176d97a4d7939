import type { Question } from '../../contract/import.ts';
import type { ByteSource } from './blob-source.ts';
import { canonicalEncoding, decoderOf } from './decoders/index.ts';
import type { Candidate } from './encoding-candidates.ts';
import { candidatesOf } from './encoding-candidates.ts';
import type { Survey } from './encoding-survey.ts';
import { beyondAscii, surveyOf } from './encoding-survey.ts';
import { encodingOfHead, isWideEastAsian } from './encoding.ts';

/** From this share of the best one's score on, a reading is near enough to ask; the fewer the bytes to judge by, the nearer all are. */
const near = (bytes: number): number => (bytes < 20 ? 0.5 : bytes < 100 ? 0.65 : 0.8);
const MOST_ALTERNATIVES = 5;
/** From this share of whole characters on, text is UTF-8 with damage: no other encoding comes near that by chance. */
const UTF8_SHARE = 0.95;
const UTF8_CHARACTERS = 8;
/** Another encoding may have one place in this many that it doesn't allow. */
const CHARACTERS_PER_BREAK = 2000;
const MOST_LINES = 5;

/** Bytes that an encoding doesn't allow: how many places, and the lines of the first. */
export interface BrokenBytes {
  count: number;
  lines: number[];
}

export interface DetectedEncoding {
  encoding: string;
  /** Other encodings, the likelier first, in which the file reads differently and no less well; none where the case is clear. */
  alternatives: string[];
  broken?: BrokenBytes;
}

/**
 * The encoding of a whole file, by all its bytes beyond ASCII. Never fails for want of an idea: windows-1252 takes any bytes. Throws
 * `import.unsupported-encoding` where it is one that nothing here can read.
 */
export async function detectEncoding(source: ByteSource): Promise<DetectedEncoding> {
  const head = await firstChunk(source);
  const told = encodingOfHead(head);
  if (told !== undefined) return { encoding: canonicalEncoding(told), alternatives: [] };
  const survey = await surveyOf(source);
  const { valid, broken, lines } = survey.utf8;
  if (broken === 0) return { encoding: 'utf-8', alternatives: [] };
  if (valid >= UTF8_CHARACTERS && valid >= (valid + broken) * UTF8_SHARE) {
    return { encoding: 'utf-8', alternatives: [], broken: { count: broken, lines } };
  }
  if (isWideEastAsian(head)) return { encoding: 'utf-16le', alternatives: [] };
  return amongCandidates(await candidatesOf(survey), source, survey);
}

async function firstChunk(source: ByteSource): Promise<Uint8Array> {
  for await (const chunk of source.chunks()) return chunk;
  return new Uint8Array(0);
}

/** The best candidate that the whole file allows, and those near it. */
async function amongCandidates(
  candidates: readonly Candidate[],
  source: ByteSource,
  survey: Survey,
): Promise<DetectedEncoding> {
  const bytes = beyondAscii(survey);
  for (const [index, best] of candidates.entries()) {
    const broken = await brokenBytes(source, best.encoding);
    if (broken.count * CHARACTERS_PER_BREAK > bytes) continue;
    const alternatives = candidates
      .slice(index + 1)
      .filter(({ score }) => score >= best.score * near(bytes))
      .slice(0, MOST_ALTERNATIVES)
      .map(({ encoding }) => encoding);
    return { encoding: best.encoding, alternatives, ...(broken.count > 0 && { broken }) };
  }
  return { encoding: 'windows-1252', alternatives: [] };
}

async function brokenBytes(source: ByteSource, encoding: string): Promise<BrokenBytes> {
  const decoder = decoderOf(encoding, false);
  const broken: BrokenBytes = { count: 0, lines: [] };
  let line = 1;
  const look = (text: string): void => {
    let from = 0;
    for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) {
      line += linesIn(text, from, at);
      from = at;
      broken.count++;
      if (broken.lines.length < MOST_LINES && broken.lines.at(-1) !== line) broken.lines.push(line);
    }
    line += linesIn(text, from, text.length);
  };
  for await (const chunk of source.chunks()) look(decoder.decode(chunk, { stream: true }));
  look(decoder.decode());
  return broken;
}

function linesIn(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** The question that near readings raise; the caller adds to each what its columns and rows then are. */
export function encodingQuestion({ encoding, alternatives }: DetectedEncoding): Question | undefined {
  if (alternatives.length === 0) return undefined;
  const readings = [encoding, ...alternatives].map((label) => ({ options: { encoding: label }, label }));
  return { kind: 'encoding', readings };
}
