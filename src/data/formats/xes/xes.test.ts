import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { guessMapping } from '../../guess.ts';
import { previewFile } from '../../preview.ts';
import { decode, decodeText, fileOf, report } from '../../testing.ts';
import type { TextBatch } from '../../batch.ts';
import { textOf } from '../../typing/ascii.ts';
import { XesReader } from './reader.ts';

const LOG = `<?xml version="1.0" encoding="UTF-8"?>
<!-- a log of two cases -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <global scope="trace"><string key="concept:name" value="name"/></global>
  <global scope="event"><string key="lifecycle:transition" value="complete"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="source" value="left out"/>
  <trace>
    <string key="concept:name" value="007"/>
    <float key="amount" value="12.50"/>
    <event>
      <string key="concept:name" value="登记 &amp; check"/>
      <date key="time:timestamp" value="2010-12-30T14:32:00.000+01:00"/>
      <int key="n" value="3"/>
      <boolean key="ok" value="true"/>
      <string key="lifecycle:transition" value="start"/>
    </event>
    <event>
      <string key="concept:name" value="decide">
        <string key="by" value="Pete"/>
      </string>
      <date key="time:timestamp" value="2010-12-31T00:00:00.000+01:00"/>
      <list key="items"><values><string key="item" value="a"/><int key="item" value="2"/></values></list>
      <container key="box"><id key="id" value="x"/></container>
    </event>
  </trace>
  <trace><string key="concept:name" value="empty"/></trace>
  <trace>
    <event><string key="concept:name" value="late"/><float key="cost" value="1e2"/></event>
  </trace>
</log>
`;

const EXPECTED = {
  'case:concept:name': ['007', '007', 'name'],
  'case:amount': [12.5, 12.5, null],
  'concept:name': ['登记 & check', 'decide', 'late'],
  'time:timestamp': ['2010-12-30T13:32:00.000Z', '2010-12-30T23:00:00.000Z', null],
  n: [3n, null, null],
  ok: [true, null, null],
  'lifecycle:transition': ['start', 'complete', 'complete'],
  'concept:name.by': [null, 'Pete', null],
  items: [null, '[{"item":"a"},{"item":2}]', null],
  box: [null, '{"id":"x"}', null],
  cost: [null, null, 100],
};

const xes = (text: string) => decodeText(text, {}, 'log.xes');

describe('XES', () => {
  it('makes a row of each event, with what its trace says', async () => {
    const decoded = await xes(LOG);
    expect(Object.fromEntries(decoded.columns)).toEqual(EXPECTED);
    expect(decoded.ledger).toMatchObject({ rows: 3, records: 4, sniffed: { format: 'xes', skipped: 1 } });
    expect(decoded.ledger.notices).toMatchObject([
      { code: 'import.xes-empty-traces', values: { count: 1 } },
      { code: 'import.xes-defaults', values: { count: 3 } },
    ]);
    expect(report(decoded, 'case:concept:name').type).toBe('text');
  });

  it('reads it packed and in UTF-16, and previews it', async () => {
    const packed = await decode(fileOf(new Uint8Array(gzipSync(LOG)), 'log.xes.gz'));
    expect(Object.fromEntries(packed.columns)).toEqual(EXPECTED);
    const wide = new Uint8Array(Buffer.from(`\ufeff${LOG.replace('UTF-8', 'UTF-16')}`, 'utf16le'));
    expect(Object.fromEntries((await decode(fileOf(wide, 'log.xes'))).columns)).toEqual(EXPECTED);
    const preview = await previewFile(fileOf(LOG, 'log.xes'), {});
    expect(preview.columns.map(({ name }) => name)).toEqual(Object.keys(EXPECTED));
    expect(preview.rows[1]!.slice(0, 3)).toEqual(['007', '12.50', 'decide']);
  });

  it('is the same cut at every byte', () => {
    const bytes = new TextEncoder().encode(LOG);
    const rowsOf = (cut: number): string[] => {
      const reader = new XesReader('log.xes', Object.keys(EXPECTED));
      const rows: string[] = [];
      const emit = ({ bytes: data, starts, ends, lines, rows: count, width }: TextBatch): void => {
        for (let row = 0; row < count; row++) {
          const cells = Array.from({ length: width }, (_, column) => {
            const at = row * width + column;
            return starts[at]! < 0 ? null : textOf(data, starts[at]!, ends[at]!);
          });
          rows.push(JSON.stringify([lines[row], ...cells]));
        }
      };
      reader.push(bytes.slice(0, cut), emit);
      reader.push(bytes.slice(cut), emit);
      reader.finish(emit);
      return rows;
    };
    const whole = rowsOf(0);
    expect(whole).toHaveLength(3);
    expect(whole[0]).toContain('[12,"007","12.50"');
    for (let cut = 1; cut < bytes.length; cut++) expect(rowsOf(cut)).toEqual(whole);
  });

  it.each([
    ['cut short', LOG.slice(0, 900), 'line 20'],
    ['badly nested', LOG.replace('</event>', '</trace>'), 'line 18'],
    ['with entities', LOG.replace('<log', '<!DOCTYPE log [<!ENTITY a "aaaa">]>\n<log'), 'document type'],
    ['of endless depth', LOG.replace('<trace>', `<trace>${'<list key="a">'.repeat(100_000)}`), 'nested 64 deep'],
  ])('refuses a log %s', async (_, text, detail) => {
    await expect(xes(text)).rejects.toMatchObject({
      name: 'import.damaged-file',
      values: { format: 'XES', detail: expect.stringContaining(detail) as string },
    });
  });

  it('refuses other XML by name', async () => {
    await expect(decodeText('<?xml version="1.0"?><rss/>', {}, 'x.xml')).rejects.toMatchObject({
      name: 'import.unsupported-format',
      values: { format: 'XML' },
    });
  });

  it('is mapped by the names of the standard', () => {
    const column = (name: string, type: string, distinct: number, samples: string[]) => ({
      name,
      type,
      distinct,
      nulls: 0,
      samples,
    });
    const { mapping } = guessMapping([
      {
        name: 'log',
        rows: 15_214,
        columns: [
          column('case:concept:name', 'VARCHAR', 1050, ['A', 'B']),
          column('org:group', 'VARCHAR', 26, ['A', 'B']),
          column('concept:name', 'VARCHAR', 16, ['ER Triage', 'CRP']),
          column('time:timestamp', 'TIMESTAMP', 15_000, ['2014-10-22 11:15:41']),
          column('lifecycle:transition', 'VARCHAR', 1, ['complete']),
        ],
      },
    ]);
    expect(mapping).toEqual({
      events: { table: 'log', user: 'case:concept:name', time: 'time:timestamp', event: 'concept:name' },
    });
  });
});
