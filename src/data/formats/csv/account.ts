import { Rejections } from '../../rejections.ts';
import { Mended } from './mended.ts';

/** What became of a file's records, each of which is a row, skipped or rejected. */
export class Account {
  /** Records found, skipped ones included; counted where each begins, apart from what becomes of it. */
  records = 0;
  rows = 0;
  skipped = 0;
  readonly mended = new Mended();
  readonly rejections = new Rejections();
}
