import { createHash } from 'node:crypto';
import type { CommitPlace } from '#actors/kit/follower-runner.ts';
import { userEventSchemas } from '#game/profile/user-events.ts';
import type { NotifyEvent } from '#game/profile/user-protocol.ts';
import type { Commit } from '#ports/commit.ts';
import type { BattleRef } from '../threads/sights.ts';

interface Addressed {
  readonly userId: string;
  readonly atMs: number;
  /** Names this notice for ever: it follows from its place in the log. */
  readonly key: string;
}

/** Something that a person is to be told alone, or in the channel that they chose. */
export interface SingleNotice extends Addressed {
  readonly via: 'dm' | 'channel';
  readonly event: NotifyEvent;
  readonly text: string;
  /** The battle that it is about. */
  readonly battle: BattleRef | undefined;
}

/** What came in a day for somebody who wants to hear of it at once. */
export interface Digest extends Addressed {
  readonly via: 'digest';
  readonly entries: readonly { readonly event: NotifyEvent; readonly text: string; readonly atMs: number }[];
}

export type Notice = SingleNotice | Digest;

/** Discord takes nonces of at most 25 characters. */
const KEY_CHARS = 24;

const battleIn = (about: string | undefined): BattleRef | undefined => {
  const [kind, id = ''] = about?.split(':') ?? [];
  return (kind === 'battle' || kind === 'match') && /^[a-z0-9]{1,14}$/.test(id) ? { kind, id } : undefined;
};

const keyOf = (commitId: string, cmdNo: number, eventNo: number): string =>
  createHash('sha256').update(`${commitId}/${cmdNo}.${eventNo}`).digest('hex').slice(0, KEY_CHARS);

const singleIn = (data: unknown, addressed: Addressed): readonly Notice[] => {
  const notified = userEventSchemas.Notified.safeParse(data).data;
  const text = notified?.text.$sealed.text ?? undefined;
  if (notified === undefined || text === undefined) return [];
  const { via, event, about } = notified;
  return via === 'dm' || via === 'channel'
    ? [{ ...addressed, via, event, text, battle: battleIn(about) }]
    : [];
};

const digestIn = (data: unknown, addressed: Addressed): readonly Notice[] => {
  const sent = userEventSchemas.DigestSent.safeParse(data).data;
  const entries = (sent?.entries ?? []).flatMap(({ event, text, atMs }) =>
    text.$sealed.text === null ? [] : [{ event, text: text.$sealed.text, atMs }],
  );
  return entries.length === 0 ? [] : [{ ...addressed, via: 'digest', entries }];
};

/** What a commit of a person says by a message; nothing of somebody who was erased. */
export const noticesIn = (commit: Commit, { id: userId }: Pick<CommitPlace, 'id'>): readonly Notice[] =>
  commit.cmds.flatMap((cmd, cmdNo) =>
    cmd.events.flatMap(({ type, data }, eventNo) => {
      if (type !== 'Notified' && type !== 'DigestSent') return [];
      const addressed = { userId, atMs: cmd.at, key: keyOf(commit._id, cmdNo, eventNo) };
      return type === 'Notified' ? singleIn(data, addressed) : digestIn(data, addressed);
    }),
  );
