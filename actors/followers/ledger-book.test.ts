import { describe, expect, it } from 'vitest';
import { encodeShortId } from '#game/shared/short-id.ts';
import { sealed } from '#game/shared/sealed.ts';
import type { Commit } from '#ports/commit.ts';
import { entryKey, entryPrefix, ledgerBook, receiptKey } from './ledger-book.ts';

const place = { stream: '0f:ledger:home:0', kind: 'ledger', realm: 'home', id: '0', seq: 12 };
const data = {
  receiptNo: 7,
  by: 'user:0:ash',
  memo: { kind: 'gift', note: sealed('ash', 'for you') },
  legs: [
    { from: 'u:ash', to: 'u:misty', item: 'honeyberry', quantity: 2 },
    { from: 'u:ash', to: 'u:misty', item: 'honeyberry', quantity: 1 },
    { from: 'u:ash', to: 'fee', coins: 5 },
    { from: 'u:ash', to: 'u:misty', asset: 'pet:home:p1' },
  ],
  after: { 'u:ash': 95, 'u:misty': 10 },
};
const commit: Commit = {
  _id: '0f:ledger:home:0#000000000012',
  f: 1,
  kind: 'commands',
  epoch: 1,
  writer: 'w',
  commitId: 'c',
  at: 1_500,
  chain: 'abc',
  cmds: [
    { id: 'x', hash: 'h', at: 1_400, by: 'ash', events: [] },
    {
      id: 'eff/1',
      hash: 'h',
      at: 1_500,
      by: 'user:0:ash',
      cause: 'ash/1',
      events: [
        { type: 'TransferPosted', v: 1, data },
        { type: 'HoldClosed', v: 1, data: { holdId: 'h', as: 'void' } },
      ],
    },
  ],
};

describe('the ledger book', () => {
  it('has one row for the receipt and one for each person, by place in the log', () => {
    const rows = new Map(ledgerBook.rows?.(commit, place).map(({ key, value }) => [key, value]));
    expect([...rows.keys()]).toEqual([
      receiptKey('home', encodeShortId(7)),
      entryPrefix('home', 'ash') + entryKey(12, 1),
      entryPrefix('home', 'misty') + entryKey(12, 1),
    ]);
    expect(rows.get(`h/home/ash/000000000012.001`)).toEqual({
      atMs: 1_500,
      receiptId: encodeShortId(7),
      kind: 'gift',
      note: sealed('ash', 'for you'),
      coins: -5,
      balance: 95,
      items: [{ item: 'honeyberry', pieces: -3 }],
      assets: [{ asset: 'pet:home:p1', came: false }],
      others: ['u:misty', 'fee'],
    });
    expect(rows.get(`h/home/misty/000000000012.001`)).toMatchObject({
      coins: 0,
      balance: 10,
      items: [{ item: 'honeyberry', pieces: 3 }],
      others: ['u:ash'],
    });
    expect(rows.get(`r/home/${encodeShortId(7)}`)).toMatchObject({
      by: 'user:0:ash',
      cause: 'ash/1',
      commit: commit._id,
      chain: 'abc',
    });
  });

  it('gives the same rows for the same commit, and keys whose order of text is order of time', () => {
    expect(ledgerBook.rows?.(commit, place)).toEqual(ledgerBook.rows?.(commit, place));
    const keys = [entryKey(9, 199), entryKey(10, 2), entryKey(10, 11), entryKey(999_999_999_999, 0)];
    expect(keys.toSorted()).toEqual(keys);
  });
});
