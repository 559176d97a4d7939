import type { StreamDecoder } from './index.ts';

const REPLACEMENT = '\ufffd';
const ESC = 0x1b;
const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;
const LF = 0x0a;

/** What browsers do read of KS X 1001, which both encodings below arrange differently: row and column, 0x21 to 0x7e. */
function ksx1001(row: number, column: number): string | undefined {
  const text = new TextDecoder('euc-kr').decode(Uint8Array.of(row | 0x80, column | 0x80));
  return text.length === 1 && text !== REPLACEMENT ? text : undefined;
}

/** Feeds bytes one by one to a reading of one or two of them, across calls; what is no character throws or becomes U+FFFD. */
abstract class PairDecoder implements StreamDecoder {
  private lead = -1;

  constructor(private readonly fatal: boolean) {}

  decode(bytes: Uint8Array = new Uint8Array(0), { stream = false } = {}): string {
    const parts: string[] = [];
    for (const byte of bytes) {
      if (this.lead >= 0) {
        parts.push(this.pair(this.lead, byte) ?? this.broken());
        this.lead = -1;
      } else if (this.leads(byte)) this.lead = byte;
      else parts.push(this.single(byte) ?? this.broken());
    }
    if (!stream && this.lead >= 0) {
      this.lead = -1;
      parts.push(this.broken());
    }
    return parts.join('');
  }

  protected abstract leads(byte: number): boolean;
  protected abstract single(byte: number): string | undefined;
  protected abstract pair(lead: number, trail: number): string | undefined;

  private broken(): string {
    if (this.fatal) throw new TypeError('not a character of this encoding');
    return REPLACEMENT;
  }
}

/** ISO-2022-KR (RFC 1557): seven bits; between SO and SI two bytes make a character of KS X 1001. */
export class Iso2022KrDecoder extends PairDecoder {
  private shifted = false;
  private escape = 0;

  protected leads(byte: number): boolean {
    return this.shifted && byte >= 0x21 && byte <= 0x7e;
  }

  protected single(byte: number): string | undefined {
    // The header ESC $ ) C says what SO will mean.
    if (byte === ESC) this.escape = 4;
    if (this.escape > 0) {
      this.escape--;
      return '';
    }
    if (byte === SHIFT_OUT || byte === SHIFT_IN) {
      this.shifted = byte === SHIFT_OUT;
      return '';
    }
    if (byte === LF) this.shifted = false;
    return byte < 0x80 ? String.fromCharCode(byte) : undefined;
  }

  protected pair = ksx1001;
}

const NONE = -1;
const FILL = -2;
/** Five bits each for the letters of a syllable: which of them, FILL where there is none, NONE where the bits mean nothing. */
const INITIALS = codes({ fill: 1, runs: [[2, 20]] });
const VOWELS = codes({
  fill: 2,
  runs: [
    [3, 7],
    [10, 15],
    [18, 23],
    [26, 29],
  ],
});
const FINALS = codes({
  fill: 1,
  runs: [
    [2, 17],
    [19, 29],
  ],
});

function codes({ fill, runs }: { fill: number; runs: [number, number][] }): Int8Array {
  const table = new Int8Array(32).fill(NONE);
  table[fill] = FILL;
  let letter = 0;
  for (const [from, to] of runs) for (let code = from; code <= to; code++) table[code] = letter++;
  return table;
}

/** The letters by themselves. */
const INITIAL_LETTERS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
const FINAL_LETTERS = [...'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'];
const FIRST_VOWEL = 0x314f;
const FIRST_SYLLABLE = 0xac00;

/** Johab (KS X 1001 annex 3): syllables spelt in three times five bits, and KS X 1001's signs and ideographs moved. */
export class JohabDecoder extends PairDecoder {
  protected leads = (byte: number): boolean => (byte >= 0x84 && byte <= 0xd3) || (byte >= 0xd9 && byte <= 0xf9);

  protected single(byte: number): string | undefined {
    return byte < 0x80 ? String.fromCharCode(byte) : undefined;
  }

  protected pair(lead: number, trail: number): string | undefined {
    return lead < 0xd9 ? syllable((lead << 8) | trail) : moved(lead, trail);
  }
}

function syllable(code: number): string | undefined {
  const initial = INITIALS[(code >> 10) & 31]!;
  const vowel = VOWELS[(code >> 5) & 31]!;
  const final = FINALS[code & 31]!;
  if (initial === NONE || vowel === NONE || final === NONE) return undefined;
  if (initial >= 0 && vowel >= 0) {
    return String.fromCharCode(FIRST_SYLLABLE + (initial * 21 + vowel) * 28 + (final < 0 ? 0 : final + 1));
  }
  if (vowel >= 0) return initial < 0 && final < 0 ? String.fromCharCode(FIRST_VOWEL + vowel) : undefined;
  if (initial >= 0) return final < 0 ? INITIAL_LETTERS[initial] : undefined;
  return final < 0 ? '\u3000' : FINAL_LETTERS[final];
}

/** Two rows of KS X 1001 share one leading byte. */
function moved(lead: number, trail: number): string | undefined {
  const place = trail >= 0x31 && trail <= 0x7e ? trail - 0x31 : trail >= 0x91 && trail <= 0xfe ? trail - 0x43 : NONE;
  if (place === NONE || lead === 0xdf) return undefined;
  const first = lead < 0xe0 ? (lead - 0xd9) * 2 + 0x21 : (lead - 0xe0) * 2 + 0x4a;
  return ksx1001(first + (place >= 94 ? 1 : 0), (place % 94) + 0x21);
}
