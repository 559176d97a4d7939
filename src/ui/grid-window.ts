/** The tallest element that every engine lays out without loss; Firefox stops at 17.9 million pixels. */
export const maxHeight = 8_000_000;

export interface GridWindow {
  /** The first and one past the last row to draw. */
  start: number;
  end: number;
  /** Where the first drawn row begins, in pixels from the top of the scrolled content. */
  offset: number;
}

/** The height of the scrolled content: true up to `maxHeight`, compressed beyond. */
export const contentHeight = (rows: number, rowHeight: number): number => Math.min(rows * rowHeight, maxHeight);

/** Pixels of true content per pixel of scrolling. */
function scale(rows: number, rowHeight: number, viewport: number): number {
  const scrollable = contentHeight(rows, rowHeight) - viewport;
  return scrollable <= 0 ? 1 : (rows * rowHeight - viewport) / scrollable;
}

/** Which rows are to be drawn at a scroll position, and where. `viewport` is the height left for rows. */
export function gridWindow(
  rows: number,
  rowHeight: number,
  viewport: number,
  scrollTop: number,
  overscan = 6,
): GridWindow {
  const top = Math.max(0, scrollTop) * scale(rows, rowHeight, viewport);
  const first = Math.min(Math.floor(top / rowHeight), Math.max(0, rows - 1));
  const start = Math.max(0, first - overscan);
  const end = Math.min(rows, first + Math.ceil(viewport / rowHeight) + overscan + 1);
  return { start, end, offset: Math.max(0, scrollTop) - (top - start * rowHeight) };
}

/** The scroll position that brings a row into view with the least movement. */
export function scrollToRow(row: number, rows: number, rowHeight: number, viewport: number, scrollTop: number): number {
  const ratio = scale(rows, rowHeight, viewport);
  const top = scrollTop * ratio;
  const rowTop = row * rowHeight;
  if (rowTop < top) return rowTop / ratio;
  if (rowTop + rowHeight > top + viewport) return (rowTop + rowHeight - viewport) / ratio;
  return scrollTop;
}
