import type { HeadRecord } from './head.ts';
import { lookOf } from './look.ts';

/** What the first record of a table of texts is: names, data, or either as far as its shape tells. */
export type FirstRecord = 'names' | 'data' | 'open';

/** Columns whose values a first cell is held against, and records that are looked at. */
const MOST_RECORDS = 300;
/** From this share of a column's values on that have a cell's shape, the cell may be one of them. */
const ALIKE = 0.1;
/** A cell this much longer or shorter than all values below is none of them. */
const LENGTH_MARGIN = 1.5;

/** Words that name columns far more often than they are values of one. */
const NAME_WORDS = new Set(
  (
    'id key no nr name names user username customer client person author email mail phone tel date time day month year ' +
    'timestamp datetime event action type kind category class group label tag title subject text comment message note ' +
    'description value amount price qty quantity count total score rating word term url link path file address street ' +
    'city town state region country zip code status gender sex age language source target channel device product item ' +
    'sku brand vorname nachname datum zeit stadt ort land betrag titel wert nom prenom ville nombre apellido ciudad ' +
    '编号 姓名 名称 名字 用户 日期 时间 类型 类别 标题 内容 文本 评论 描述 值 数值 金额 价格 数量 城市 地区 国家 状态 标签 邮箱 电话 地址'
  ).split(' '),
);

/**
 * Judges the first record by its shape, where all columns hold text: signs, letters and length that the values below seldom have make it
 * names; a record like those below is data or names, which only a word known to name columns settles.
 */
export function firstRecordByShape({ fields }: HeadRecord, body: readonly HeadRecord[]): FirstRecord {
  const cells = fields.flatMap((field) => (field === null || field.trim() === '' ? [] : [field]));
  const isComplete = cells.length === fields.length;
  if (!cells.some((cell) => /\p{L}/u.test(cell))) return isComplete ? 'data' : 'names';
  if (new Set(cells).size < cells.length) return 'data';
  if (cells.some(isNameWord)) return 'names';
  const judged = fields.map((field, column) => (lookOf(field) === 'text' ? isAlike(field!, column, body) : undefined));
  const told = judged.filter((alike) => alike !== undefined);
  const alike = told.filter(Boolean).length;
  if (alike === told.length) return fields.some(isOnlyData) ? 'data' : 'open';
  return 2 * alike > told.length ? 'open' : 'names';
}

/** Addresses, paths, markup, sentences and long numbers, which name no column where the values below are such too. */
const isOnlyData = (cell: string | null): boolean => cell !== null && /@|\/\w|<|[.!?。！？]$|\d{3}/.test(cell.trim());

/** `user_id`, `userId`, `User ID` and `user` are made of words that name columns. */
function isNameWord(cell: string): boolean {
  const words = cell
    .trim()
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[\s_.-]+/);
  return words.length <= 3 && NAME_WORDS.has(words.at(-1)!);
}

/** True if enough values below have the cell's shape, and some are about as long. */
function isAlike(cell: string, column: number, body: readonly HeadRecord[]): boolean {
  const values = body.slice(0, MOST_RECORDS).map(({ fields }) => fields[column]?.trim() ?? '');
  const filled = values.filter((value) => value !== '');
  if (filled.length === 0) return false;
  const shape = shapeOf(cell.trim());
  const same = filled.filter((value) => shapeOf(value) === shape).length;
  const lengths = filled.map(({ length }) => length);
  const { length } = cell.trim();
  const fits = length <= LENGTH_MARGIN * Math.max(...lengths) && LENGTH_MARGIN * length >= Math.min(...lengths);
  return fits && same >= ALIKE * filled.length;
}

/** Which kinds of characters a text has, and how it begins and ends. */
function shapeOf(text: string): string {
  const kinds = [
    /@/,
    /\//,
    /\d/,
    /_/,
    /\s/,
    /[<>()[\]{}]/,
    /[\p{sc=Latin}]/u,
    /\p{sc=Han}/u,
    /\p{Ll}/u,
    /^\p{Lu}/u,
    /[.!?。！？;:]$/,
  ];
  return kinds.map((kind) => (kind.test(text) ? '1' : '0')).join('');
}
