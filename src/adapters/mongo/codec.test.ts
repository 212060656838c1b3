import { BSON, Long, ObjectId } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { commitOf, STREAM_A } from '#ports/contract/fixture.ts';
import { fromStored, int64, keyText, toStored } from './codec.ts';

/** There and back, through the bytes that the server keeps. */
const through = (value: object): unknown => BSON.deserialize(BSON.serialize(toStored(value)));

const stored = (more: object = {}): BSON.Document =>
  BSON.deserialize(BSON.serialize({ ...toStored({ ...commitOf(STREAM_A, 1) }), ...more }));

const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  throw new Error('accepted');
};

describe('the codec', () => {
  it('keeps whole numbers as int64 up to ±(2^53 − 1) and refuses what is beyond', () => {
    const document = toStored({ a: 1, b: Number.MAX_SAFE_INTEGER, c: [Number.MIN_SAFE_INTEGER, 0.5] });
    expect(document).toEqual({
      a: Long.ONE,
      b: Long.fromString('9007199254740991'),
      c: [Long.fromString('-9007199254740991'), 0.5],
    });
    expect(through({ a: 2 ** 53 - 1, b: -(2 ** 53) + 1, c: 0.1, d: 0 })).toEqual({
      a: 9_007_199_254_740_991,
      b: -9_007_199_254_740_991,
      c: 0.1,
      d: 0,
    });
    for (const beyond of [2 ** 53, 2 ** 53 + 2, -(2 ** 53), 1e300]) {
      expect(refusal(() => toStored({ beyond }))).toContain('not a whole number within');
      expect(refusal(() => int64(beyond))).toContain('not a whole number within');
    }
  });

  it('refuses a stored number that is beyond, with the commit and what to do', () => {
    const at = (text: string): BSON.Document => stored({ at: Long.fromString(text) });
    expect(fromStored(at('9007199254740991')).at).toBe(Number.MAX_SAFE_INTEGER);
    for (const text of ['9007199254740993', '-9007199254740993']) {
      expect(refusal(() => fromStored(at(text)))).toMatch(/commit 00:pet:home:aaa#0+1 .* "at" .* by hand/);
    }
    const reply = { cmds: [{ id: 'a', events: [], reply: Long.fromString('9007199254740993') }] };
    expect(refusal(() => fromStored(stored(reply)))).toContain('of a type that Guildhall never writes');
  });

  it('refuses undefined, functions, symbols, big integers and what is no number of JSON', () => {
    for (const value of [undefined, () => 1, Symbol('s'), 1n, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => toStored({ deep: [{ value }] })).toThrow(/cannot be stored/);
    }
  });

  it('keeps names that mean something elsewhere as mere names', () => {
    const text = '{"__proto__":{"admin":true},"$where":"1","a.b":[{"$ne":null}],"constructor":1,"":2}';
    const back = through(JSON.parse(text) as object) as object;
    expect(JSON.stringify(back)).toBe(text);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect('admin' in back).toBe(false);
  });

  it('refuses names with a NUL character and nesting that the server would refuse', () => {
    expect(refusal(() => toStored({ 'a\0b': 1 }))).toContain('NUL');
    let deep: object = {};
    for (let level = 0; level < 95; level += 1) deep = { deep };
    expect(refusal(() => toStored(deep))).toContain('nested more than 90 levels');
  });

  it('takes only text for a key: an object would be a query', () => {
    expect(keyText('ash')).toBe('ash');
    for (const key of [{ $ne: null }, ['ash'], undefined, null, 1]) {
      expect(() => keyText(key)).toThrow(/must be text/);
    }
  });
});

describe('a stored commit', () => {
  it('is read without the marks that only the store needs', () => {
    expect(fromStored(stored({ first: true, side: true }))).toEqual(commitOf(STREAM_A, 1));
  });

  it.each([
    ['no kind', { kind: 'other' }, '"kind"'],
    ['an epoch as text', { epoch: '7' }, '"epoch"'],
    ['an empty commitId', { commitId: '' }, '"commitId"'],
    ['commands that are none', { cmds: [{ id: 1, events: [] }] }, '"cmds"'],
    ['a date', { writer: 'w', extra: new Date(0) }, 'never writes'],
    ['an id of the driver', { extra: [{ x: new ObjectId() }] }, 'never writes'],
  ])('with %s is refused with its name', (_what, change, named) => {
    const message = refusal(() => fromStored(stored(change)));
    expect(message).toContain(`commit ${STREAM_A}#000000000001 is not as it was written`);
    expect(message).toContain(named);
    expect(message).toContain('restore it from a backup');
  });

  it('of a newer format asks for a newer version', () => {
    expect(refusal(() => fromStored(stored({ f: 99 })))).toMatch(
      /format 99, .* up to 1: start a newer version/,
    );
  });
});
