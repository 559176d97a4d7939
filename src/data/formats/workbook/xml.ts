import type { SaxesAttributePlain, SaxesTagPlain } from 'saxes';
import type { ByteSource } from '../../source/blob-source.ts';
import { damaged } from '../../source/inflated-source.ts';

/** What is done with the parts of an XML file; names come without their namespace's prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads XML piece by piece, yielding after each so that the caller can hand on what it has. A document type declaration is refused:
 * no workbook has one, and entities are how a kilobyte becomes a gigabyte.
 */
export async function* readXml(
  source: ByteSource,
  file: string,
  format: string,
  handler: XmlHandler,
): AsyncGenerator<void> {
  const { SaxesParser } = await import('saxes');
  const parser = new SaxesParser({ xmlns: false, position: true });
  const decoder = new TextDecoder('utf-8');
  parser.on('doctype', () => {
    throw new Error('it has a document type declaration');
  });
  parser.on('error', (error) => {
    throw error;
  });
  if (handler.open) parser.on('opentag', (tag: SaxesTagPlain) => handler.open!(local(tag.name), tag.attributes));
  if (handler.close) parser.on('closetag', (tag: SaxesTagPlain) => handler.close!(local(tag.name)));
  if (handler.text) {
    const text = (piece: string): void => handler.text!(piece);
    parser.on('text', text);
    parser.on('cdata', text);
  }
  const write = (text: string | null): void => {
    try {
      if (text === null) parser.close();
      else parser.write(text);
    } catch (error) {
      // The parser's own errors are plain ones; others are ours.
      throw error instanceof Error && error.constructor === Error ? damaged(file, format, error) : error;
    }
  };
  for await (const chunk of source.chunks()) {
    write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  write(decoder.decode());
  write(null);
  yield;
}

/** Reads XML to its end. */
export async function readAllXml(source: ByteSource, file: string, format: string, handler: XmlHandler): Promise<void> {
  const reading = readXml(source, file, format, handler);
  while (!(await reading.next()).done);
}

/** An attribute by its name without prefix. */
export function attribute(attributes: Record<string, string | SaxesAttributePlain>, name: string): string | undefined {
  for (const key in attributes) if (local(key) === name) return attributes[key] as string;
  return undefined;
}
