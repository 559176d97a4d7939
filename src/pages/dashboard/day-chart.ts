/** The chart of events by day, drawn by hand: it is drawn anew while one brushes over it. */

interface Drawing {
  width: number;
  height: number;
  counts: Float64Array;
  whole: Float64Array;
  most: number;
  range: { from: number; to: number } | null;
  colours: { line: string; accent: string; muted: string };
}

/** The days between two places on the chart, both included; null where the pointer hardly moved: a click takes the choice back. */
export function brushedDays(a: number, b: number, width: number, days: number): { from: number; to: number } | null {
  if (Math.abs(a - b) < 3) return null;
  const dayAt = (x: number) => Math.min(days - 1, Math.max(0, Math.floor((x / width) * days)));
  return { from: dayAt(Math.min(a, b)), to: dayAt(Math.max(a, b)) };
}

/** What passes the selections of the other charts in front of the whole log; the chosen days between two lines. */
export function drawDays(canvas: HTMLCanvasElement, drawing: Drawing): void {
  const { width, height, counts, whole, most, range, colours } = drawing;
  const ratio = globalThis.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext('2d');
  if (!pen || most === 0) return;
  pen.scale(ratio, ratio);
  const days = whole.length;
  const step = width / days;
  const gap = step > 4 ? 1 : 0;
  const bars = (values: Float64Array, colour: string, opacity: number) => {
    pen.fillStyle = colour;
    values.forEach((count, day) => {
      const isChosen = !range || (day >= range.from && day <= range.to);
      pen.globalAlpha = isChosen ? opacity : opacity * 0.35;
      const tall = (count / most) * height;
      pen.fillRect(day * step, height - tall, Math.max(step - gap, 0.5), tall);
    });
    pen.globalAlpha = 1;
  };
  bars(whole, colours.line, 1);
  bars(counts, colours.accent, 1);
  if (!range) return;
  pen.fillStyle = colours.muted;
  pen.fillRect(range.from * step, 0, 1, height);
  pen.fillRect((range.to + 1) * step - 1, 0, 1, height);
}
