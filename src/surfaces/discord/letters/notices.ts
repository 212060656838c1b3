import { createHash } from 'node:crypto';
import type { CommitPlace } from '#actors/kit/follower-runner.ts';
import { userEventSchemas } from '#game/profile/user-events.ts';
import type { NotifyEvent } from '#game/profile/user-protocol.ts';
import type { Commit } from '#ports/commit.ts';
import type { BattleRef } from '../threads/sights.ts';

/** Something that a person is to be told by a direct message. */
export interface Notice {
  readonly userId: string;
  readonly event: NotifyEvent;
  readonly text: string;
  /** The battle that it is about. */
  readonly battle: BattleRef | undefined;
  readonly atMs: number;
  /** Names this notice for ever: it follows from its place in the log. */
  readonly key: string;
}

/** Discord takes nonces of at most 25 characters. */
const KEY_CHARS = 24;

const battleIn = (about: string | undefined): BattleRef | undefined => {
  const [kind, id = ''] = about?.split(':') ?? [];
  return (kind === 'battle' || kind === 'match') && /^[a-z0-9]{1,14}$/.test(id) ? { kind, id } : undefined;
};

const keyOf = (commitId: string, cmdNo: number, eventNo: number): string =>
  createHash('sha256').update(`${commitId}/${cmdNo}.${eventNo}`).digest('hex').slice(0, KEY_CHARS);

/** What a commit of a person says by direct message; nothing of somebody who was erased. */
export const noticesIn = (commit: Commit, { id: userId }: Pick<CommitPlace, 'id'>): readonly Notice[] =>
  commit.cmds.flatMap((cmd, cmdNo) =>
    cmd.events.flatMap((stored, eventNo) => {
      if (stored.type !== 'Notified') return [];
      const data = userEventSchemas.Notified.safeParse(stored.data).data;
      const text = data?.text.$sealed.text ?? undefined;
      if (data?.via !== 'dm' || text === undefined) return [];
      const { event, about } = data;
      const key = keyOf(commit._id, cmdNo, eventNo);
      return [{ userId, event, text, battle: battleIn(about), atMs: cmd.at, key }];
    }),
  );
