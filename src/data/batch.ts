/**
 * A block of records as texts: cell (row, column) is bytes [starts[i], ends[i]) with i = row * width + column, and both are -1
 * where there is no value. `lines` holds the line on which each record begins. The arrays are used again for the next block.
 */
export interface TextBatch {
  bytes: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  lines: Float64Array;
  rows: number;
  width: number;
  /** JSON: of this block's values in each column, how many were strings, and how many arrays or objects. */
  strings?: Float64Array;
  nested?: Float64Array;
}
