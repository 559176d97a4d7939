import { AppError } from '../../core/errors.ts';
import { decoderOf } from './decoders/index.ts';
import { oddity } from './encoding-oddity.ts';
import type { Survey } from './encoding-survey.ts';
import { beyondAscii } from './encoding-survey.ts';

/** One reading of a file, and how well it fits: 0..1, comparable within one file. */
export interface Candidate {
  encoding: string;
  score: number;
}

/** The detector's names, ours, and how usual files of that kind are today. */
const KNOWN: readonly [name: string, encoding: string, prior: number][] = [
  ['GB18030', 'gb18030', 1.2],
  ['Big5', 'big5', 1.1],
  ['CP932', 'shift_jis', 1],
  ['SHIFT_JIS', 'shift_jis', 1],
  ['EUC-JP', 'euc-jp', 1],
  ['CP949', 'euc-kr', 1],
  ['EUC-KR', 'euc-kr', 1],
  ['Windows-1252', 'windows-1252', 1.1],
  ['ISO-8859-1', 'windows-1252', 1.1],
  ['iso8859-15', 'iso-8859-15', 0.9],
  ['Windows-1250', 'windows-1250', 1],
  ['ISO-8859-2', 'iso-8859-2', 1],
  ['Windows-1251', 'windows-1251', 1],
  ['ISO-8859-5', 'iso-8859-5', 1],
  ['KOI8-R', 'koi8-r', 1],
  ['koi8-u', 'koi8-u', 1],
  ['Windows-1253', 'windows-1253', 1],
  ['ISO-8859-7', 'iso-8859-7', 1],
  ['Windows-1254', 'windows-1254', 1],
  ['ISO-8859-9', 'windows-1254', 1],
  ['Windows-1255', 'windows-1255', 1],
  ['ISO-8859-8', 'windows-1255', 1],
  ['Windows-1256', 'windows-1256', 1],
  ['ISO-8859-6', 'iso-8859-6', 1],
  ['Windows-1257', 'windows-1257', 1],
  ['iso8859-4', 'iso-8859-4', 0.8],
  ['iso8859-3', 'iso-8859-3', 0.6],
  ['iso8859-10', 'iso-8859-10', 0.6],
  ['iso8859-13', 'iso-8859-13', 0.8],
  ['Windows-1258', 'windows-1258', 1],
  ['CP874', 'windows-874', 1],
  ['TIS-620', 'windows-874', 1],
  ['IBM866', 'ibm866', 1],
  ['MacCyrillic', 'x-mac-cyrillic', 1],
  ['MacRoman', 'macintosh', 0.9],
  ['IBM855', 'cp855', 1],
  ['cp437', 'cp437', 0.9],
  ['cp850', 'cp850', 0.9],
  ['cp852', 'cp852', 0.9],
  ['Johab', 'johab', 0.9],
];

const MULTI_BYTE = ['gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'johab'];
const LF = 10;
/** Text with some damage has this share of whole lines. */
const WHOLE_SHARE = 0.95;
/** A tenth of the characters out of place halve a score. */
const ODDITY_WEIGHT = 10;

/** Bytes whose text is looked at for what is odd; patterns cost more than statistics. */
const READ_BYTES = 32 << 10;
/** Below this the detector says nothing at all. */
const LEAST_CONFIDENCE = 0.001;
/** What a few letters can't tell, experience does: these are always among the readings, with this head start over their count. */
const LIKELY = ['windows-1252', 'gb18030'];
const HEAD_START = 0.05;

/** GB 2312 sorts its rarer half behind this byte; only texts in another Chinese encoding are full of it. */
const RARE_FROM = 0xd8;
const RARE_SHARE = 0.15;
const LEAST_IDEOGRAPHS = 20;

/** Every encoding that the file's bytes could be in, the best first. Throws `import.unsupported-encoding` for EUC-TW. */
export async function candidatesOf(survey: Survey): Promise<Candidate[]> {
  // A megabyte of statistics, which most files never need.
  const { detectAll } = await import('jschardet');
  const options = { minimumThreshold: LEAST_CONFIDENCE, detectEncodings: KNOWN.map(([name]) => name) };
  const found = detectAll(survey.sample, options);
  const readings = new Map<string, Candidate>();
  const fits = new Map(LIKELY.map((encoding) => [encoding, 0]));
  for (const { encoding: name, confidence } of found) {
    const known = KNOWN.find(([theirs]) => theirs === name);
    if (known) fits.set(known[1], Math.max(fits.get(known[1]) ?? 0, confidence * known[2]));
  }
  for (const [encoding, fit] of fitsOfWholeLines(survey.sample, (sample) => detectAll(sample, options))) {
    fits.set(encoding, Math.max(fits.get(encoding) ?? 0, fit));
  }
  const start = HEAD_START / beyondAscii(survey);
  for (const [encoding, fit] of fits) {
    keepBest(readings, encoding, fit + (LIKELY.includes(encoding) ? start : 0), survey);
  }
  const candidates = [...readings.values()].sort((a, b) => b.score - a.score);
  refuseUnreadable(candidates[0], survey);
  return candidates;
}

type DetectAll = (sample: Uint8Array) => { encoding: string | null; confidence: number }[];

/** The detector drops an encoding at its first broken byte: here the few lines with such bytes are left out. */
function fitsOfWholeLines(sample: Uint8Array, detectAll: DetectAll): [encoding: string, fit: number][] {
  return MULTI_BYTE.flatMap((encoding) => {
    const whole = wholeLines(sample, encoding);
    if (whole.length === sample.length || whole.length < sample.length * WHOLE_SHARE) return [];
    const found = detectAll(whole).flatMap(({ encoding: name, confidence }) => {
      const known = KNOWN.find(([theirs]) => theirs === name);
      return known?.[1] === encoding ? [confidence * known[2]] : [];
    });
    return found.length > 0 ? [[encoding, Math.max(...found)] as [string, number]] : [];
  });
}

/** The lines that are valid in an encoding. */
function wholeLines(sample: Uint8Array, encoding: string): Uint8Array {
  const whole = new Uint8Array(sample.length);
  let length = 0;
  for (let at = 0; at < sample.length;) {
    const end = sample.indexOf(LF, at) + 1 || sample.length;
    const line = sample.subarray(at, end);
    if (!decoderOf(encoding, false).decode(line).includes('\ufffd')) {
      whole.set(line, length);
      length += line.length;
    }
    at = end;
  }
  return whole.subarray(0, length);
}

/** Of encodings in which the file reads the same, the likelier. */
function keepBest(readings: Map<string, Candidate>, encoding: string, fit: number, survey: Survey): void {
  const reading = readingOf(encoding, survey);
  if (reading === undefined) return;
  const score = fit / (1 + ODDITY_WEIGHT * oddity(reading.text));
  if (score > (readings.get(reading.key)?.score ?? 0)) readings.set(reading.key, { encoding, score });
}

/** The sample's text, and what is the same for encodings that agree on the whole file; undefined where a byte has no meaning. */
function readingOf(encoding: string, { sample, counts }: Survey): { text: string; key: string } | undefined {
  const text = decoderOf(encoding, false).decode(sample.subarray(0, READ_BYTES));
  if (MULTI_BYTE.includes(encoding)) return { text, key: text };
  const used = Uint8Array.from({ length: 128 }, (_, index) => index + 128).filter((byte) => counts[byte]! > 0);
  const key = decoderOf(encoding, false).decode(used);
  return key.includes('\ufffd') ? undefined : { text, key };
}

function refuseUnreadable(best: Candidate | undefined, { sample }: Survey): void {
  if (best?.encoding === 'gb18030' && looksLikeEucTw(sample))
    throw new AppError('import.unsupported-encoding', { encoding: 'EUC-TW' });
}

function looksLikeEucTw(sample: Uint8Array): boolean {
  let common = 0;
  let rare = 0;
  for (let at = 0; at < sample.length; at++) {
    const byte = sample[at]!;
    if (byte < 128) continue;
    at++;
    if (byte >= 0xb0 && byte < RARE_FROM) common++;
    else if (byte >= RARE_FROM && byte <= 0xf7) rare++;
  }
  return common + rare >= LEAST_IDEOGRAPHS && rare > (common + rare) * RARE_SHARE;
}
