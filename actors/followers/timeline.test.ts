import { describe, expect, it } from 'vitest';
import { sealed } from '#game/shared/sealed.ts';
import { type Commit, commitKey, type StoredEvent } from '#ports/commit.ts';
import { pets, petsPrefix } from './pets.ts';
import { timeline, timelineKey, timelinePrefix } from './timeline.ts';

const name = sealed('u1', 'Biscuit');

const commitOf = (stream: string, atMs: number, events: readonly StoredEvent[]): Commit => ({
  _id: commitKey(stream, 1),
  f: 1,
  kind: 'commands',
  epoch: 1,
  writer: 'w1',
  commitId: 'c1',
  at: atMs,
  cmds: [{ id: 'u1/k', hash: 'h', at: atMs, by: 'u1', events }],
});

const rowsFor = (follower: typeof timeline, stream: string, atMs: number, type: string, data: unknown) => {
  const [, kind = '', realm = '', id = ''] = stream.split(':');
  return (
    follower.rows?.(commitOf(stream, atMs, [{ type, v: 1, data }]), { stream, kind, realm, id, seq: 1 }) ?? []
  );
};

describe('the timeline', () => {
  it('has an entry of a payment for each of the two people, with the receipt', () => {
    const data = {
      receiptNo: 5,
      by: 'user:0:u1',
      memo: { kind: 'pay' },
      legs: [
        { from: 'u:u1', to: 'u:u2', coins: 250 },
        { from: 'u:u1', to: 'fee', coins: 2 },
      ],
      after: {},
    };
    const rows = rowsFor(timeline, '00:ledger:home:0', 1_000, 'TransferPosted', data);
    expect(rows.map(({ value }) => value)).toMatchObject([
      { kind: 'paid', other: 'u2', coins: 250, atMs: 1_000 },
      { kind: 'received', other: 'u1', coins: 250 },
    ]);
    expect(rows.map(({ key }) => key.split('/')[0])).toEqual(['u1', 'u2']);
  });

  it('leaves purchases and welcome grants to the account history', () => {
    const data = {
      receiptNo: 1,
      by: 'u1',
      memo: { kind: 'buy' },
      legs: [{ from: 'u:u1', to: 'sink', coins: 5 }],
    };
    expect(rowsFor(timeline, '00:ledger:home:0', 1_000, 'TransferPosted', data)).toEqual([]);
  });

  it('keys rows so that text order is order of time and a repeat overwrites itself', () => {
    const first = rowsFor(timeline, '00:user:0:u1', 999, 'LevelReached', { level: 2 });
    const later = rowsFor(timeline, '00:user:0:u1', 1_000, 'LevelReached', { level: 3 });
    expect(first[0]!.key < later[0]!.key).toBe(true);
    expect(rowsFor(timeline, '00:user:0:u1', 999, 'LevelReached', { level: 2 })).toEqual(first);
    expect(later[0]!.key.startsWith(timelineKey('u1', 1_000))).toBe(true);
    expect(later[0]!.key.startsWith(timelinePrefix('u1'))).toBe(true);
  });

  it('tells of adoptions under the sealed name', () => {
    const data = { owner: 'u1', species: 'mossback', name };
    const rows = rowsFor(timeline, '00:pet:home:p1', 5, 'PetHatched', data);
    expect(rows[0]!.value).toEqual({ atMs: 5, kind: 'adopted', species: 'mossback', name, petId: 'p1' });
  });
});

describe('the list of pets', () => {
  it('moves a pet from one person to another', () => {
    const data = { owner: 'u2', previous: 'u1', ownershipSeq: 2, species: 'mossback', name };
    const rows = rowsFor(pets, '00:pet:home:p1', 5, 'OwnerSet', data);
    expect(rows).toMatchObject([
      { key: `${petsPrefix('home', 'u1')}p1`, value: { isAway: true } },
      { key: `${petsPrefix('home', 'u2')}p1`, value: { isAway: false, name } },
    ]);
  });

  it('knows nothing of a pet that is paid for and has not hatched', () => {
    const data = { owner: 'u1', previous: null, ownershipSeq: 1, species: '', name: null };
    expect(rowsFor(pets, '00:pet:home:p1', 5, 'OwnerSet', data)).toEqual([]);
  });
});
