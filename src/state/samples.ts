import type { Mapping, Settings } from '../contract/project.ts';
import { AppError } from '../core/errors.ts';
import type { Language } from '../i18n/format.ts';

type Worded = Record<Language, string>;

/** A sample of the build: a file, what it means, and the question it is opened with. */
export interface Sample {
  id: string;
  file: string;
  rows: number;
  title: Worded;
  about: Worded;
  teaches: Worded;
  mapping: Mapping;
  settings?: Partial<Settings>;
  /** The analysis to run on opening; a sample without one opens with `sql`. */
  analysis?: string;
  params?: Record<string, unknown>;
  sql?: string;
}

async function fetchSample(file: string): Promise<Response> {
  const response = await fetch(new URL(`samples/${file}`, document.baseURI));
  if (!response.ok) throw new AppError('app.sample-missing', { file, status: response.status });
  return response;
}

/** The samples that the build carries. */
export async function listSamples(): Promise<Sample[]> {
  return (await (await fetchSample('index.json')).json()) as Sample[];
}

/** The sample's file, as if it had been dropped. */
export async function sampleFile(sample: Sample): Promise<File> {
  const bytes = await (await fetchSample(sample.file)).arrayBuffer();
  // Some servers say Content-Encoding for .gz: the bytes then arrive unpacked, and the name must say so.
  const packed = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  const isGzip = packed[0] === 0x1f && packed[1] === 0x8b;
  return new File([bytes], isGzip ? sample.file : sample.file.replace(/\.gz$/, ''));
}
