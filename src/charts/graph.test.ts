import { expect, it } from 'vitest';
import { circularLayout, labelSide } from './graph.ts';

/** In a chart of the usual height a unit of the layout is so many pixels. */
const SCALE = 0.62;
/** A name as wide as it may be beside its dot, in units of the layout. */
const [WIDTH, HEIGHT, DOT] = [116 / SCALE, 14 / SCALE, 18 / SCALE];

const BOXES = {
  left: { x: -DOT - WIDTH, y: -HEIGHT / 2 },
  right: { x: DOT, y: -HEIGHT / 2 },
  top: { x: -WIDTH / 2, y: -DOT - HEIGHT },
  bottom: { x: -WIDTH / 2, y: DOT },
  topLeft: { x: -WIDTH, y: -DOT - HEIGHT },
  topRight: { x: 0, y: -DOT - HEIGHT },
  bottomLeft: { x: -WIDTH, y: DOT },
  bottomRight: { x: 0, y: DOT },
};

it.each(Array.from({ length: 13 }, (_, n) => n + 2))('the names of %i items around a circle do not touch', (count) => {
  const boxes = circularLayout(count).map((point) => {
    const box = BOXES[labelSide(point)];
    return { x: point.x + box.x, y: point.y + box.y };
  });
  const touching = boxes.flatMap((a, n) =>
    boxes.slice(n + 1).filter((b) => Math.abs(a.x - b.x) < WIDTH && Math.abs(a.y - b.y) < HEIGHT),
  );
  expect(touching).toEqual([]);
});
