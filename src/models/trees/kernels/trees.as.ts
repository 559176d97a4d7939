// The hot loops of tree growing, in AssemblyScript. Everything lies in one memory that the caller has laid out (../workspace.ts).
//
// A histogram has one slot of 16 bytes for each bin of a column: two integers of 64 bits. The first is the sum of the gradients
// in fixed point; the second has the number of rows above bit `shift` and the sum of the hessians (or weights) in fixed point below.
// Integers add up without rounding: a sibling by subtraction is to the bit what counting its rows would give, in any order.

let bins: usize; // uint8: in blocks of eight columns, in each of them row after row
let height: usize; // rows of the matrix
let ordered: usize; // slots of the rows in hand, side by side
let rows: usize; // uint32: the rows, node after node
let spare: usize; // uint32: room for as many
let sums: usize; // a slot for each row: its gradient and hessian
let table: usize; // by column 16 bytes: kind (0 number, 1 category), bins without the one of missing values, monotone (−1, 0, 1)
let highs: usize; // float64, 256 for each column: the highest value in each bin
let result: usize; // what `find` found: float64 each, see ../workspace.ts
let goes: usize; // uint8, 256: by bin, whether it goes left
let list: usize; // uint8: occupied bins of one column
let small: usize; // one column's histogram, all zero between calls
let keys: usize; // float64, 257: by which categories are sorted
let best: usize; // uint8, 257: the categories that go left

let shift: i64;
let below: i64; // mask of the bits below `shift`
let unitG: f64; // what one unit of a sum is worth
let unitH: f64;

let classes: i32; // of a classifier of several; else 0
let slotBytes: usize; // 16; with classes 8 for each: rows and weights of the class as below, and the first lane of a row is its class
let columnBytes: usize; // of 256 slots
let lefts: usize; // by class what is on the left, and in the node

let lambda: f64;
let minRows: i64;
let minHessian: f64;
let smoothing: f64;
let criterion: i32; // 0: G² / (H + λ); 1: the same of a bounded value; 2: entropy of a share
let low: f64; // bounds of a node's value, for criterion 1
let high: f64;

// The node in hand.
let totalG: i64;
let totalH: i64;
let totalScore: f64;
let gain: f64;
let taken: i64;

/** Memory from here on is the caller's. */
export function start(): usize {
  return __heap_base;
}

/** Where everything lies: addresses, in the order of `Layout`. */
export function place(at: usize): void {
  bins = load<u32>(at, 0);
  height = load<u32>(at, 4);
  rows = load<u32>(at, 8);
  spare = load<u32>(at, 12);
  sums = load<u32>(at, 16);
  table = load<u32>(at, 20);
  highs = load<u32>(at, 24);
  result = load<u32>(at, 28);
  goes = load<u32>(at, 32);
  list = load<u32>(at, 36);
  small = load<u32>(at, 40);
  keys = load<u32>(at, 44);
  best = load<u32>(at, 48);
  ordered = load<u32>(at, 52);
  lefts = load<u32>(at, 56);
}

/** What a split must keep to. */
export function rules(
  l2: f64,
  leastRows: i32,
  leastHessian: f64,
  categorySmoothing: f64,
  by: i32,
  ofClasses: i32,
): void {
  lambda = l2;
  minRows = leastRows;
  minHessian = leastHessian;
  smoothing = categorySmoothing;
  criterion = by;
  classes = ofClasses;
  slotBytes = ofClasses > 0 ? (<usize>ofClasses) << 3 : 16;
  columnBytes = slotBytes << 8;
}

export function bounds(from: f64, to: f64): void {
  low = from;
  high = to;
}

/** Fixed point: `perG` and `perH` units make one. */
export function scale(countShift: i32, perG: f64, perH: f64): void {
  shift = countShift;
  below = (1 << (<i64>countShift)) - 1;
  unitG = 1 / perG;
  unitH = 1 / perH;
}

/** Gradients and hessians (float64 each) of `n` rows as slots. */
export function pack(g: usize, h: usize, n: usize, perG: f64, perH: f64): void {
  const one: i64 = 1 << shift;
  for (let row: usize = 0; row < n; row += 1) {
    const at = sums + (row << 4);
    store<i64>(at, <i64>nearest(load<f64>(g + (row << 3)) * perG));
    store<i64>(at, one + <i64>nearest(load<f64>(h + (row << 3)) * perH), 8);
  }
}

/** eˣ of two numbers of −700 … 700: 2ⁿ · eʳ with |r| ≤ ln 2 / 2 by its series. The same on every machine, to 1e-15 relative. */
function exp(x: v128): v128 {
  const rounder = f64x2.splat(6755399441055744); // 1.5 · 2⁵²: leaves n in the lowest bits
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), rounder);
  const n = f64x2.sub(shifted, rounder);
  // ln 2 in two parts, so that n · ln 2 loses no digit.
  let r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(0.6931471803691238)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(1.9082149292705877e-10)));
  let p = f64x2.splat(1.0 / 479001600.0);
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 39916800.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 3628800.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 362880.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 40320.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 5040.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 720.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 120.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 24.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 6.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0));
  return i64x2.add(p, i64x2.shl(shifted, 52));
}

/**
 * The derivatives of the logistic loss as slots, at one go: `scores`, `labels` and `weights` (float64; 0 where all are 1) of `n` rows,
 * with room for one more.
 */
export function packLogistic(scores: usize, labels: usize, weights: usize, n: usize, perG: f64, perH: f64): void {
  const one = f64x2.splat(1);
  const count: i64 = 1 << shift;
  for (let row: usize = 0; row < n; row += 2) {
    const at = row << 3;
    const z = f64x2.max(f64x2.min(v128.load(scores + at), f64x2.splat(700)), f64x2.splat(-700));
    const p = f64x2.div(one, f64x2.add(one, exp(f64x2.neg(z))));
    let g = f64x2.mul(f64x2.sub(p, v128.load(labels + at)), f64x2.splat(perG));
    let h = f64x2.mul(f64x2.mul(p, f64x2.sub(one, p)), f64x2.splat(perH));
    if (weights !== 0) {
      g = f64x2.mul(g, v128.load(weights + at));
      h = f64x2.mul(h, v128.load(weights + at));
    }
    g = f64x2.nearest(g);
    h = f64x2.nearest(h);
    const slot = sums + (row << 4);
    store<i64>(slot, <i64>f64x2.extract_lane(g, 0));
    store<i64>(slot, count + <i64>f64x2.extract_lane(h, 0), 8);
    if (row + 1 === n) return;
    store<i64>(slot, <i64>f64x2.extract_lane(g, 1), 16);
    store<i64>(slot, count + <i64>f64x2.extract_lane(h, 1), 24);
  }
}

/** Puts the slots of rows `from` … `to` side by side, where the next histograms read them, and adds them up: the node's totals. */
export function gather(from: usize, to: usize): void {
  let sum = i64x2.splat(0);
  let into = ordered;
  clearTotals();
  const last = rows + (to << 2);
  for (let at = rows + (from << 2); at < last; at += 4, into += 16) {
    const slot = v128.load(sums + ((<usize>load<u32>(at)) << 4));
    sum = i64x2.add(sum, slot);
    v128.store(into, slot);
    if (classes > 0) addTotal(slot);
  }
  begin(i64x2.extract_lane(sum, 0), i64x2.extract_lane(sum, 1));
}

function clearTotals(): void {
  memory.fill(lefts, 0, (<usize>classes) << 4);
}

/** Where the node's totals by class lie. */
function totalsAt(): usize {
  return lefts + ((<usize>classes) << 3);
}

function addTotal(slot: v128): void {
  const at = totalsAt() + ((<usize>i64x2.extract_lane(slot, 0)) << 3);
  store<i64>(at, load<i64>(at) + i64x2.extract_lane(slot, 1));
}

/** The totals of a node whose histograms are there, by one column of them. */
export function totalOf(histogram: usize, column: usize): void {
  let sum = i64x2.splat(0);
  const base = histogram + column * columnBytes;
  for (let at: usize = 0; at < 4096; at += 16) sum = i64x2.add(sum, v128.load(base + at));
  begin(i64x2.extract_lane(sum, 0), i64x2.extract_lane(sum, 1));
}

/** Adds `sum` to a slot. */
function add(slot: usize, sum: v128): void {
  v128.store(slot, i64x2.add(v128.load(slot), sum));
}

/** Adds `sum` to what its class has in a bin. */
function addClass(base: usize, bin: usize, sum: v128): void {
  const at = base + bin * slotBytes + ((<usize>i64x2.extract_lane(sum, 0)) << 3);
  store<i64>(at, load<i64>(at) + i64x2.extract_lane(sum, 1));
}

/** Adds the gathered rows to the histograms of eight columns that lie side by side from `column` on. */
export function histogramOfEight(from: usize, to: usize, column: usize, into: usize): void {
  const codes = bins + column * height;
  let own = ordered;
  let slot: usize = 0;
  const last = rows + (to << 2);
  for (let at = rows + (from << 2); at < last; at += 4, own += 16) {
    const eight = load<u64>(codes + ((<usize>load<u32>(at)) << 3));
    const sum = v128.load(own);
    // A code times the 16 bytes of a slot, and the column's place as a constant of the instruction.
    slot = into + <usize>((eight << 4) & 0xff0);
    v128.store(slot, i64x2.add(v128.load(slot), sum));
    slot = into + <usize>((eight >> 4) & 0xff0);
    v128.store(slot, i64x2.add(v128.load(slot, 4096), sum), 4096);
    slot = into + <usize>((eight >> 12) & 0xff0);
    v128.store(slot, i64x2.add(v128.load(slot, 8192), sum), 8192);
    slot = into + <usize>((eight >> 20) & 0xff0);
    v128.store(slot, i64x2.add(v128.load(slot, 12288), sum), 12288);
    slot = into + <usize>((eight >> 28) & 0xff0);
    v128.store(slot, i64x2.add(v128.load(slot, 16384), sum), 16384);
    slot = into + <usize>((eight >> 36) & 0xff0);
    v128.store(slot, i64x2.add(v128.load(slot, 20480), sum), 20480);
    slot = into + <usize>((eight >> 44) & 0xff0);
    v128.store(slot, i64x2.add(v128.load(slot, 24576), sum), 24576);
    slot = into + <usize>((eight >> 52) & 0xff0);
    v128.store(slot, i64x2.add(v128.load(slot, 28672), sum), 28672);
  }
}

/** The same for one column. */
export function histogramOfOne(from: usize, to: usize, column: usize, into: usize): void {
  const codes = codesOf(column);
  let slot = ordered;
  const last = rows + (to << 2);
  if (classes > 0) {
    for (let at = rows + (from << 2); at < last; at += 4, slot += 16) {
      addClass(into, load<u8>(codes + ((<usize>load<u32>(at)) << 3)), v128.load(slot));
    }
    return;
  }
  for (let at = rows + (from << 2); at < last; at += 4, slot += 16) {
    add(into + ((<usize>load<u8>(codes + ((<usize>load<u32>(at)) << 3))) << 4), v128.load(slot));
  }
}

/** Where the codes of a column begin: they lie in blocks of eight columns, in each block row after row, so eight bytes apart. */
function codesOf(column: usize): usize {
  return bins + (column & ~7) * height + (column & 7);
}

/** From −= what, for the histograms of some columns, each at its own number. */
export function subtract(from: usize, what: usize, columns: usize, m: usize): void {
  for (let k: usize = 0; k < m; k += 1) {
    const column: usize = load<u32>(columns + (k << 2));
    const first = column * columnBytes;
    const last = first + (<usize>load<u32>(table + (column << 4), 4) + 1) * slotBytes;
    for (let at = first; at < last; at += 16) {
      v128.store(from + at, i64x2.sub(v128.load(from + at), v128.load(what + at)));
    }
  }
}

export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}

function ofG(sum: i64): f64 {
  return <f64>sum * unitG;
}

function ofH(sum: i64): f64 {
  return <f64>(sum & below) * unitH;
}

function xlogx(x: f64): f64 {
  return x > 0 ? x * Math.log(x) : 0;
}

/** What rows with these sums are worth as one leaf: the more, the better. */
function score(g: f64, h: f64): f64 {
  if (criterion === 0) return (g * g) / (h + lambda);
  if (criterion === 1) {
    const value = min(max(-g / (h + lambda), low), high);
    return -(2 * g + (h + lambda) * value) * value;
  }
  return xlogx(g) + xlogx(h - g) - xlogx(h);
}

function valueOf(g: f64, h: f64): f64 {
  return min(max(-g / (h + lambda), low), high);
}

function begin(g: i64, h: i64): void {
  totalG = g;
  totalH = h;
  totalScore = classes > 0 ? scoreOfClasses(totalsAt(), 0) : score(ofG(g), ofH(h));
  // What is left of rounding is no gain.
  gain = 1e-14 * abs(totalScore);
  store<f64>(result, 0);
  store<f64>(result, classes > 0 ? <f64>present() : 2, 80);
  store<f64>(result, ofG(g), 64);
  store<f64>(result, ofH(h), 72);
}

/** How many classes the node has. */
function present(): i32 {
  let count = 0;
  for (let k: usize = 0; k < <usize>classes; k += 1) count += load<i64>(totalsAt() + (k << 3)) !== 0 ? 1 : 0;
  return count;
}

/** The worth of class sums, or of what is left of them when others are taken off (their address, or 0). */
function scoreOfClasses(from: usize, less: usize): f64 {
  let each: f64 = 0;
  let all: f64 = 0;
  for (let k: usize = 0; k < <usize>classes; k += 1) {
    let sum = load<i64>(from + (k << 3));
    if (less !== 0) sum -= load<i64>(less + (k << 3));
    const weight = ofH(sum);
    each += criterion === 2 ? xlogx(weight) : weight * weight;
    all += weight;
  }
  if (criterion === 2) return each - xlogx(all);
  return all > 0 ? each / all : 0;
}

/** Notes a split if it is allowed and better than the best so far. */
function weigh(gl: i64, hl: i64, column: i32, monotone: i32): bool {
  if (classes > 0) return weighClasses(hl, column);
  const left = hl >> shift;
  if (left < minRows || (totalH >> shift) - left < minRows) return false;
  const hLeft = ofH(hl);
  const hRight = ofH(totalH - hl);
  if (hLeft < minHessian || hRight < minHessian) return false;
  const gLeft = ofG(gl);
  const gRight = ofG(totalG - gl);
  if (monotone !== 0 && <f64>monotone * (valueOf(gRight, hRight) - valueOf(gLeft, hLeft)) < 0) return false;
  const better = score(gLeft, hLeft) + score(gRight, hRight) - totalScore;
  if (!(better > gain)) return false;
  gain = better;
  store<f64>(result, better);
  store<f64>(result, column, 8);
  store<f64>(result, <f64>left, 40);
  store<f64>(result, gLeft, 48);
  store<f64>(result, hLeft, 56);
  return true;
}

function weighClasses(hl: i64, column: i32): bool {
  const left = hl >> shift;
  if (left < minRows || (totalH >> shift) - left < minRows) return false;
  const better = scoreOfClasses(lefts, 0) + scoreOfClasses(totalsAt(), lefts) - totalScore;
  if (!(better > gain)) return false;
  gain = better;
  store<f64>(result, better);
  store<f64>(result, column, 8);
  store<f64>(result, <f64>left, 40);
  return true;
}

/** Takes a bin over to the left; gives its gradients (0 with classes), and leaves its rows and weights in `taken`. */
function take(slot: usize): i64 {
  if (classes === 0) {
    taken = load<i64>(slot, 8);
    return load<i64>(slot);
  }
  taken = 0;
  for (let k: usize = 0; k < <usize>classes; k += 1) {
    const sum = load<i64>(slot + (k << 3));
    taken += sum;
    store<i64>(lefts + (k << 3), load<i64>(lefts + (k << 3)) + sum);
  }
  return 0;
}

function isEmpty(slot: usize): bool {
  if (classes === 0) return load<i64>(slot, 8) === 0;
  for (let k: usize = 0; k < <usize>classes; k += 1) if (load<i64>(slot + (k << 3)) !== 0) return false;
  return true;
}

/** Nothing is on the left. */
function clearLeft(): void {
  memory.fill(lefts, 0, (<usize>classes) << 3);
}

/** Notes the place of the best split of a number. */
function mark(bin: i32, missingLeft: i32): void {
  store<f64>(result, bin, 16);
  store<f64>(result, missingLeft, 24);
  store<f64>(result, 0, 32);
}

/** Between the bin `k` of the list and the next: in the middle of the empty ones between them. */
function between(k: i32, occupied: i32, count: i32): i32 {
  const bin = <i32>load<u8>(list + k);
  return k + 1 < occupied ? (bin + <i32>load<u8>(list + k + 1) - 1) >> 1 : count - 1;
}

/** Without missing values there: they go with the more rows. */
function moreLeft(hl: i64): i32 {
  return 2 * (hl >> shift) >= totalH >> shift ? 1 : 0;
}

/** All splits of a number's histogram, of which `occupied` bins in `list` have rows. */
function scan(base: usize, column: i32, occupied: i32, count: i32, monotone: i32): void {
  const missing = base + <usize>count * slotBytes;
  const anyMissing = !isEmpty(missing);
  let gl: i64 = 0;
  let hl: i64 = 0;
  // With missing values on the right, all others may be on the left.
  const last = anyMissing ? occupied : occupied - 1;
  clearLeft();
  for (let k = 0; k < last; k += 1) {
    gl += take(base + <usize>load<u8>(list + k) * slotBytes);
    hl += taken;
    if (weigh(gl, hl, column, monotone)) mark(between(k, occupied, count), anyMissing ? 0 : moreLeft(hl));
  }
  if (!anyMissing) return;
  clearLeft();
  gl = take(missing);
  hl = taken;
  for (let k = 0; k < occupied - 1; k += 1) {
    gl += take(base + <usize>load<u8>(list + k) * slotBytes);
    hl += taken;
    if (weigh(gl, hl, column, monotone)) mark(between(k, occupied, count), 1);
  }
}

/** One split at random: uniform between the least and the largest value there; missing values where they do better. */
function scanOne(base: usize, column: i32, occupied: i32, count: i32, monotone: i32, draw: f64): void {
  if (occupied === 0) return;
  const missing = base + <usize>count * slotBytes;
  const anyMissing = !isEmpty(missing);
  const values = highs + ((<usize>column) << 11);
  const least = load<f64>(values + ((<usize>load<u8>(list)) << 3));
  const most = load<f64>(values + ((<usize>load<u8>(list + occupied - 1)) << 3));
  const cut = least + draw * (most - least);
  // One value alone can only be parted from the missing ones.
  const last = occupied === 1 ? 1 : occupied - 1;
  let gl: i64 = 0;
  let hl: i64 = 0;
  let k = 0;
  clearLeft();
  for (; k < last; k += 1) {
    const bin: usize = load<u8>(list + k);
    if (k > 0 && load<f64>(values + (bin << 3)) > cut) break;
    gl += take(base + bin * slotBytes);
    hl += taken;
  }
  if (weigh(gl, hl, column, monotone)) mark(between(k - 1, occupied, count), anyMissing ? 0 : moreLeft(hl));
  if (!anyMissing || occupied === 1) return;
  gl += take(missing);
  hl += taken;
  if (weigh(gl, hl, column, monotone)) mark(between(k - 1, occupied, count), 1);
}

/**
 * Categories in the order of their mean gradient: the best set of them is a prefix of that order (W. D. Fisher 1958). Missing
 * values are a category too, with the code `count`.
 */
function scanSets(base: usize, column: i32, occupied: i32, count: i32): void {
  const anyMissing = load<i64>(base + ((<usize>count) << 4), 8) !== 0;
  if (anyMissing) store<u8>(list + occupied, count);
  const n = anyMissing ? occupied + 1 : occupied;
  for (let k = 0; k < n; k += 1) {
    const code = load<u8>(list + k);
    const slot = base + ((<usize>code) << 4);
    const key = ofG(load<i64>(slot)) / (ofH(load<i64>(slot, 8)) + smoothing);
    let at = k;
    for (; at > 0 && load<f64>(keys + ((<usize>at - 1) << 3)) > key; at -= 1) {
      store<f64>(keys + ((<usize>at) << 3), load<f64>(keys + ((<usize>at - 1) << 3)));
      store<u8>(list + at, load<u8>(list + at - 1));
    }
    store<f64>(keys + ((<usize>at) << 3), key);
    store<u8>(list + at, code);
  }
  let gl: i64 = 0;
  let hl: i64 = 0;
  let found = -1;
  let more = 0;
  for (let k = 0; k < n - 1; k += 1) {
    const slot = base + ((<usize>load<u8>(list + k)) << 4);
    gl += load<i64>(slot);
    hl += load<i64>(slot, 8);
    if (!weigh(gl, hl, column, 0)) continue;
    found = k;
    more = moreLeft(hl);
  }
  if (found >= 0) markSet(found, n, count, anyMissing, more);
}

/** Categories that no row has there go where the missing ones go. */
function markSet(found: i32, n: i32, count: i32, anyMissing: bool, more: i32): void {
  let missingLeft = more;
  for (let k = 0; anyMissing && k < n; k += 1) {
    if (<i32>load<u8>(list + k) === count) missingLeft = k <= found ? 1 : 0;
  }
  memory.fill(best, <u8>missingLeft, 256);
  for (let k = 0; k < n; k += 1) store<u8>(best + <usize>load<u8>(list + k), k <= found ? 1 : 0);
  store<f64>(result, -1, 16);
  store<f64>(result, missingLeft, 24);
  store<f64>(result, 1, 32);
}

function scanColumn(base: usize, column: i32, occupied: i32, draws: usize, k: usize): void {
  const about = table + ((<usize>column) << 4);
  const count = <i32>load<u32>(about, 4);
  const monotone = load<i32>(about, 8);
  if (load<u32>(about) === 1) scanSets(base, column, occupied, count);
  else if (draws !== 0) scanOne(base, column, occupied, count, monotone, load<f64>(draws + (k << 3)));
  else scan(base, column, occupied, count, monotone);
}

/** Lists the bins that have rows. */
function occupiedOf(base: usize, count: usize): i32 {
  let occupied: usize = 0;
  for (let bin: usize = 0; bin < count; bin += 1) {
    store<u8>(list + occupied, <u8>bin);
    occupied += isEmpty(base + bin * slotBytes) ? 0 : 1;
  }
  return <i32>occupied;
}

/**
 * The best split by the histograms of some columns, after `gather` or `totalOf`: `columnBytes` for each, by their place in the list,
 * or by their number where they are `spread`. `draws`: a number of [0, 1) for each, where splits are drawn at random. What an
 * earlier call found for the same node stands until it is beaten. Returns how many columns have more than one value there.
 */
export function find(from: usize, columns: usize, m: usize, draws: usize, spread: i32): i32 {
  let varied = 0;
  for (let k: usize = 0; k < m; k += 1) {
    const column = load<u32>(columns + (k << 2));
    const base = from + (spread !== 0 ? <usize>column : k) * columnBytes;
    const count = <usize>load<u32>(table + ((<usize>column) << 4), 4);
    const occupied = occupiedOf(base, count);
    if (occupied + (isEmpty(base + count * slotBytes) ? 0 : 1) < 2) continue;
    varied += 1;
    scanColumn(base, column, occupied, draws, k);
  }
  return varied;
}

/** The same for few rows, column by column, after `gather`: only the bins that occur are looked at. */
export function findAmong(from: usize, to: usize, columns: usize, m: usize, draws: usize): i32 {
  let varied = 0;
  const first = rows + (from << 2);
  const last = rows + (to << 2);
  for (let k: usize = 0; k < m; k += 1) {
    const column: usize = load<u32>(columns + (k << 2));
    const count = load<u32>(table + (column << 4), 4);
    const codes = codesOf(column);
    let sum = ordered;
    let a: u64 = 0;
    let b: u64 = 0;
    let c: u64 = 0;
    let d: u64 = 0;
    for (let at = first; at < last; at += 4, sum += 16) {
      const bin: u32 = load<u8>(codes + ((<usize>load<u32>(at)) << 3));
      if (classes > 0) addClass(small, bin, v128.load(sum));
      else add(small + ((<usize>bin) << 4), v128.load(sum));
      const bit: u64 = (<u64>1) << (bin & 63);
      const word = bin >> 6;
      a |= word === 0 ? bit : 0;
      b |= word === 1 ? bit : 0;
      c |= word === 2 ? bit : 0;
      d |= word === 3 ? bit : 0;
    }
    let occupied = unpack(a, 0, 0);
    occupied = unpack(b, 64, occupied);
    occupied = unpack(c, 128, occupied);
    occupied = unpack(d, 192, occupied);
    const present = occupied;
    // Missing values have the last code.
    if (occupied > 0 && <u32>load<u8>(list + occupied - 1) === count) occupied -= 1;
    if (present > 1) {
      varied += 1;
      scanColumn(small, <i32>column, occupied, draws, k);
    }
    for (let at = first; at < last; at += 4) {
      const bin: usize = load<u8>(codes + ((<usize>load<u32>(at)) << 3));
      if (classes > 0) memory.fill(small + bin * slotBytes, 0, slotBytes);
      else v128.store(small + (bin << 4), i64x2.splat(0));
    }
  }
  return varied;
}

function unpack(word: u64, from: i32, occupied: i32): i32 {
  while (word !== 0) {
    store<u8>(list + occupied, <u8>(from + <i32>ctz(word)));
    occupied += 1;
    word &= word - 1;
  }
  return occupied;
}

/** Fills `goes` for a split of a number; for one of categories the caller fills it. */
export function goBelow(bin: i32, missing: i32, missingLeft: i32): void {
  memory.fill(goes, 0, 256);
  memory.fill(goes, 1, <usize>(bin + 1));
  store<u8>(goes + missing, <u8>missingLeft);
}

export function goBest(): void {
  memory.copy(goes, best, 256);
}

/** Rows `from` … `to`: those that go left first, both in their order. Returns where the others begin. */
export function partition(from: usize, to: usize, column: usize): usize {
  let left = rows + (from << 2);
  let right = spare;
  const last = rows + (to << 2);
  const codes = codesOf(column);
  for (let at = left; at < last; at += 4) {
    const row = load<u32>(at);
    const go: usize = load<u8>(goes + <usize>load<u8>(codes + ((<usize>row) << 3)));
    store<u32>(left, row);
    store<u32>(right, row);
    left += go << 2;
    right += (1 - go) << 2;
  }
  memory.copy(left, spare, right - spare);
  return (left - rows) >> 2;
}
