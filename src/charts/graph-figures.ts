export interface Point {
  x: number;
  y: number;
}

/** A dot or a name, in pixels from the node's middle. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A node with its middle in units of the layout. */
export interface Placed {
  at: Point;
  boxes: readonly Box[];
}

export interface Arrow {
  from: number;
  to: number;
  figure: string;
}

/** How far an arrow leans out, as a part of its length. */
export const CURVENESS = 0.18;

/** Along an arrow: its middle first, then ever nearer to its ends. */
const ALONG = [0.5, 0.43, 0.57, 0.36, 0.64, 0.29, 0.71, 0.22, 0.78];
/** Of a figure, in pixels. */
const SIGN = 7;
const HALF_HEIGHT = 8;
/** Parts into which other arrows are cut to see whether they run beneath a figure. */
const CUTS = 32;

/** Where an arrow is at a part of its way: a quadratic curve as ECharts draws it. */
export function onArrow(from: Point, to: Point, t: number): Point {
  const control = {
    x: (from.x + to.x) / 2 - (from.y - to.y) * CURVENESS,
    y: (from.y + to.y) / 2 - (to.x - from.x) * CURVENESS,
  };
  const along = (axis: 'x' | 'y') => (1 - t) ** 2 * from[axis] + 2 * t * (1 - t) * control[axis] + t ** 2 * to[axis];
  return { x: along('x'), y: along('y') };
}

const boxAt = ({ x, y }: Point, { left, top, right, bottom }: Box, scale: number): Box => ({
  ...{ left: x * scale + left, right: x * scale + right },
  ...{ top: y * scale + top, bottom: y * scale + bottom },
});

const touch = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const figureBox = (figure: string): Box => {
  const half = (SIGN * Array.from(figure).length) / 2 + 2;
  return { left: -half, right: half, top: -HALF_HEIGHT, bottom: HALF_HEIGHT };
};

/** What the points span. */
export function spanned(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

const within = ({ x, y }: Point, { left, top, right, bottom }: Box): boolean =>
  left <= x && x <= right && top <= y && y <= bottom;

export interface FigurePlace {
  /** The arrow's number. */
  arrow: number;
  at: Point;
}

/**
 * Where the figures of arrows stand, in units of the layout: of the first that have room, at most so many. A figure touches no dot, no name and no
 * other figure at any of the scales (pixels per unit), stays within the frame, and takes the place where the fewest other arrows run beneath it.
 */
export function figurePlaces(
  nodes: readonly Placed[],
  arrows: readonly Arrow[],
  { scales, most, frame }: { scales: readonly number[]; most: number; frame: Box },
): FigurePlace[] {
  const stands: Placed[] = [...nodes];
  const along = ({ from, to }: Arrow, t: number) => onArrow(nodes[from]!.at, nodes[to]!.at, t);
  const curves = arrows.map((arrow) => Array.from({ length: CUTS + 1 }, (_, n) => along(arrow, n / CUTS)));
  const [least] = scales as [number];
  const beneath = (box: Box, own: number) =>
    curves.filter((curve, n) => n !== own && curve.some(({ x, y }) => within({ x: x * least, y: y * least }, box)))
      .length;
  const isFree = (at: Point, box: Box) =>
    within(at, frame) &&
    scales.every((scale) =>
      stands.every((other) => other.boxes.every((each) => !touch(boxAt(at, box, scale), boxAt(other.at, each, scale)))),
    );
  const places: FigurePlace[] = [];
  for (const [n, arrow] of arrows.entries()) {
    if (places.length === most) break;
    const box = figureBox(arrow.figure);
    const free = ALONG.map((t) => along(arrow, t)).filter((at) => isFree(at, box));
    const crossed = free.map((at) => beneath(boxAt(at, box, least), n));
    const at = free[crossed.indexOf(Math.min(...crossed))];
    if (!at) continue;
    stands.push({ at, boxes: [box] });
    places.push({ arrow: n, at });
  }
  return places;
}
