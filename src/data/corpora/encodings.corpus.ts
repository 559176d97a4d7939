import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BlobSource } from '../source/blob-source.ts';
import { decoderOf } from '../source/decoders/index.ts';
import type { DetectedEncoding } from '../source/encoding-detect.ts';
import { detectEncoding } from '../source/encoding-detect.ts';

const ROOT = '../shared/corpora/encodings';
const RIGHT = 0.99;

/** Encodings that are refused by their names. */
const REFUSED: Record<string, string> = { 'EUC-TW': 'EUC-TW' };

/** What Python calls a folder's encoding: vendors' supersets, as browsers read these names. */
const PYTHON: Record<string, string> = {
  'EUC-KR': 'cp949',
  GB2312: 'gb18030',
  SHIFT_JIS: 'cp932',
  Big5: 'cp950',
  'TIS-620': 'cp874',
  MacCyrillic: 'mac_cyrillic',
  MacRoman: 'mac_roman',
};

type Verdict = 'right' | 'asked' | 'refused by name' | 'wrong';

interface Judged {
  file: string;
  verdict: Verdict;
  detail: string;
}

const files = existsSync(ROOT)
  ? readdirSync(ROOT).flatMap((folder) => readdirSync(`${ROOT}/${folder}`).map((name) => ({ folder, name })))
  : [];

/** The texts by a reading that none of our code made. */
function truths(): Map<string, string> {
  const jobs = files.map(({ folder, name }) => {
    const codec = PYTHON[folder] ?? /^(iso-8859-\d+|windows-\d+)/.exec(folder)?.[1] ?? folder;
    return { file: `${folder}/${name}`, codec };
  });
  const script = [
    'import json, sys',
    'jobs = [job for job in json.load(sys.stdin) if job["codec"] != "EUC-TW"]',
    'read = lambda job: open(sys.argv[1] + "/" + job["file"], "rb").read().decode(job["codec"])',
    'json.dump({job["file"]: read(job) for job in jobs}, sys.stdout)',
  ].join('\n');
  const options = { input: JSON.stringify(jobs), maxBuffer: 256 << 20 };
  const texts = JSON.parse(execFileSync('python3', ['-c', script, ROOT], options).toString('utf8')) as Record<
    string,
    string
  >;
  return new Map(Object.entries(texts).map(([file, text]) => [file, plain(text)]));
}

/** Signs for which vendors' tables differ: wave dash, centre dot, dashes, the yen's backslash; and a BOM. */
const plain = (text: string): string =>
  text
    .replace(/^\ufeff/, '')
    .replace(/[\u301c\uff5e]/g, '~')
    .replace(/[\u2212\uff0d\u2014\u2015\u2500]/g, '-')
    .replace(/[\u2022\u2027\u00b7\u30fb]/g, '·')
    .replace(/[\u2016\u2225]/g, '|')
    .replace(/[\u20ac\u00a4]/g, '¤');

const read = (bytes: Uint8Array, encoding: string): string => plain(decoderOf(encoding, false).decode(bytes));

async function judge(folder: string, name: string, text: string | undefined): Promise<Judged> {
  const file = `${folder}/${name}`;
  const bytes = new Uint8Array(readFileSync(`${ROOT}/${file}`));
  let found: DetectedEncoding;
  try {
    found = await detectEncoding(new BlobSource(Object.assign(new Blob([bytes]), { name })));
  } catch (error) {
    const encoding = (error as { values?: { encoding?: string } }).values?.encoding;
    const right = encoding !== undefined && encoding === REFUSED[folder];
    return { file, verdict: right ? 'refused by name' : 'wrong', detail: String(encoding ?? error) };
  }
  const { encoding, alternatives } = found;
  const detail = [encoding, ...alternatives].join(', ');
  if (folder in REFUSED) return { file, verdict: 'wrong', detail };
  const right = read(bytes, encoding) === text;
  const offered = right || alternatives.some((other) => read(bytes, other) === text);
  const verdict = !offered ? 'wrong' : alternatives.length > 0 ? 'asked' : 'right';
  return { file, verdict, detail: `${detail}${offered && !right ? ' (the first is wrong)' : ''}` };
}

describe.skipIf(files.length === 0)(
  'encodings: text files by folder of encoding (skipped where the corpus is absent)',
  () => {
    it('are right or asked', async () => {
      const judged: Judged[] = [];
      const texts = truths();
      for (const { folder, name } of files) judged.push(await judge(folder, name, texts.get(`${folder}/${name}`)));
      const of = (verdict: Verdict): Judged[] => judged.filter((one) => one.verdict === verdict);
      const lines = [...of('asked'), ...of('refused by name'), ...of('wrong')].map(
        ({ file, verdict, detail }) => `  ${verdict}: ${file}: ${detail}`,
      );
      const counts = (['right', 'asked', 'refused by name', 'wrong'] as const).map(
        (verdict) => `${verdict} ${of(verdict).length}`,
      );
      process.stdout.write(`encodings: ${judged.length} files; ${counts.join(', ')}\n${lines.join('\n')}\n`);
      expect(of('right').length + of('asked').length).toBeGreaterThanOrEqual(judged.length * RIGHT);
      expect(of('asked').length).toBeLessThanOrEqual(judged.length * 0.1);
    });
  },
);
