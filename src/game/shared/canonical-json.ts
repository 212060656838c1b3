/** Whether the text sorts elsewhere than where an object would list it, or would not become an own property. */
const isAwkwardKey = (key: string): boolean => {
  const first = key.charCodeAt(0);
  return (first >= 48 && first <= 57) || key === '__proto__';
};

const refuse = (what: string): never => {
  throw new TypeError(`canonical JSON cannot hold ${what}`);
};

const checkText = (text: string): void => {
  if (!text.isWellFormed()) refuse('a text with a lone surrogate');
};

type JsonRecord = Readonly<Record<string, unknown>>;

const isList = (value: object): value is readonly unknown[] => Array.isArray(value);
const isRecord = (value: object): value is JsonRecord => !Array.isArray(value);

/** Whether, while arranging, some object could not be put into order by copying it. */
const arranging = { awkward: false };
const startArranging = (): void => {
  arranging.awkward = false;
};

const arrangeList = (list: readonly unknown[]): readonly unknown[] => {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const before = list[index];
    const after = arrange(before);
    if (after !== before) {
      copy ??= list.slice();
      copy[index] = after;
    }
  }
  return copy ?? list;
};

const arrangeRecord = (record: JsonRecord): unknown => {
  const prototype: unknown = Object.getPrototypeOf(record);
  if (prototype !== Object.prototype && prototype !== null) refuse('an object of a class');
  const keys = Object.keys(record);
  let changed = false;
  let previous = '';
  let values: unknown[] | undefined;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    checkText(key);
    if (key < previous) {
      changed = true;
      if (isAwkwardKey(key) || isAwkwardKey(previous)) arranging.awkward = true;
    }
    previous = key;
    const before = record[key];
    const after = arrange(before);
    if (after !== before) {
      values ??= [];
      values[index] = after;
    }
  }
  if (!changed && values === undefined) return record;
  const order = changed ? keys.toSorted((a, b) => (a < b ? -1 : 1)) : keys;
  const copy: Record<string, unknown> = {};
  for (const key of order) {
    if (isAwkwardKey(key)) arranging.awkward = true;
    const replaced = values?.[keys.indexOf(key)];
    copy[key] = replaced ?? record[key];
  }
  return arranging.awkward ? record : copy;
};

/** The value itself when native JSON of it is canonical already, else a copy in order. */
const arrange = (value: unknown): unknown => {
  switch (typeof value) {
    case 'string':
      checkText(value);
      return value;
    case 'number':
      if (!Number.isFinite(value)) refuse(String(value));
      return value;
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return value;
      if (isList(value)) return arrangeList(value);
      return isRecord(value) ? arrangeRecord(value) : refuse('this');
    case 'undefined':
    case 'bigint':
    case 'function':
    case 'symbol':
      return refuse(typeof value);
  }
};

/** The plain way for objects with keys that an engine lists in an order of its own. */
const write = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map((part) => write(part)).join(',')}]`;
  if (!isRecord(value)) return refuse('this');
  const keys = Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1));
  return `{${keys.map((key) => `${JSON.stringify(key)}:${write(value[key])}`).join(',')}}`;
};

/**
 * JSON in the one form of RFC 8785: no blanks, keys by UTF-16 code units, numbers as ECMAScript writes them.
 * Values whose keys are in order already cost one check and one native `JSON.stringify`.
 *
 * @throws TypeError for what JSON cannot hold exactly: `undefined`, NaN, infinities, bigints, functions, symbols,
 * objects of a class, texts with lone surrogates. Source: https://www.rfc-editor.org/rfc/rfc8785
 */
export const canonicalJson = (value: unknown): string => {
  startArranging();
  const arranged = arrange(value);
  return arranging.awkward ? write(value) : JSON.stringify(arranged);
};

/** Whether {@link canonicalJson} can write it. */
export const isWritable = (value: unknown): boolean => {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
};
