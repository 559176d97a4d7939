/** How the lines of one access log are made up. */
export interface LogLayout {
  /** Fields before the time: host, identity, user, and with 4 the virtual host before them. */
  before: 3 | 4;
  /** The referrer and the browser's name follow the size. */
  combined: boolean;
  /** Fields behind those that the formats name, such as the time of the answer. */
  extra: number;
}

const TOLD_LINES = 100;
const TOLD_SHARE = 0.8;
const TIME = '\\[\\d{1,2}/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}\\]';
const TEXT = '"(?:[^"\\\\]|\\\\.)*"';
const LINE = new RegExp(
  `^(\\S+ )?\\S+ \\S+ \\S+ ${TIME} ${TEXT} (?:\\d{3}|-) (?:\\d+|-)( ${TEXT} ${TEXT})?((?: (?:${TEXT}|\\[[^\\]]*\\]|[^\\s"]+))*) *$`,
);
const FIELD = new RegExp(`${TEXT}|\\[[^\\]]*\\]|[^\\s"]+`, 'g');

/** The layout that most of the first lines share; undefined where four in five aren't lines of an access log. */
export function layoutOf(text: string, whole: boolean): LogLayout | undefined {
  const lines = text.split(/\r\n|\r|\n/);
  if (!whole) lines.pop();
  const told = lines.filter((line) => line.trim() !== '').slice(0, TOLD_LINES);
  const layouts = told.map(layoutOfLine).filter((layout) => layout !== undefined);
  if (layouts.length === 0 || layouts.length < told.length * TOLD_SHARE) return undefined;
  const counts = new Map<string, number>();
  for (const layout of layouts) counts.set(JSON.stringify(layout), (counts.get(JSON.stringify(layout)) ?? 0) + 1);
  const [commonest] = [...counts].sort((a, b) => b[1] - a[1])[0]!;
  return JSON.parse(commonest) as LogLayout;
}

function layoutOfLine(line: string): LogLayout | undefined {
  const match = LINE.exec(line);
  if (!match) return undefined;
  const [, vhost, combined, extra] = match;
  return {
    before: vhost === undefined ? 3 : 4,
    combined: combined !== undefined,
    extra: extra?.match(FIELD)?.length ?? 0,
  };
}

/** The columns of a layout; `request` comes behind them where a line needs it. */
export const columnsOf = ({ before, combined, extra }: LogLayout): string[] => [
  ...(before === 4 ? ['vhost'] : []),
  ...['host', 'identity', 'user', 'time', 'method', 'path', 'protocol', 'status', 'bytes'],
  ...(combined ? ['referrer', 'user_agent'] : []),
  ...Array.from({ length: extra }, (_, index) => `extra_${index + 1}`),
];

export const REQUEST = 'request';
