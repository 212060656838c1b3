import { z } from 'zod';
import type { UserCommand } from '../profile/user-protocol.ts';
import { accept, type Context, type Decider, type Decision, type Effect, reject } from '../shared/decider.ts';
import { sealed } from '../shared/sealed.ts';

/** People who get a message at the end of one battle. */
export const FOLLOWERS_MAX = 100;

/** Ids of channels, guilds and messages are Discord's own: none of them is a person's. */
const snowflake = z.string().regex(/^\d{1,20}$/);

const placeSchema = z.strictObject({
  guildId: snowflake,
  channelId: snowflake,
  /** The channel is a thread itself. */
  isThread: z.boolean(),
  /** Public threads may be opened there. */
  mayThread: z.boolean(),
  /** Fair sharing: whose work showing it is. */
  scope: z.string().max(40),
});

const messageSchema = z.strictObject({
  channelId: snowflake,
  messageId: snowflake,
  /** `null`: shown in the channel itself. */
  threadId: snowflake.nullable(),
});

const kindSchema = z.enum(['battle', 'match']);

/** The channel in which a battle is played. */
export type ThreadPlace = Readonly<z.infer<typeof placeSchema>>;
/** The message that shows a battle. */
export type ThreadMessage = Readonly<z.infer<typeof messageSchema>>;

/** By the surface that shows it, but `Follow`, which is a person's. */
export type ThreadCommand =
  | { readonly type: 'Place'; readonly battle: 'battle' | 'match'; readonly place: ThreadPlace }
  | { readonly type: 'Post'; readonly message: ThreadMessage }
  /** What showed it is gone for good; who follows is still told of the end. */
  | { readonly type: 'Lose' }
  /** The first time turns it on, the next one off. */
  | { readonly type: 'Follow' }
  /** The battle is over and its end is shown: tells who follows. */
  | { readonly type: 'Close' };

export type ThreadReply =
  | { readonly type: 'Done' }
  | { readonly type: 'Followed'; readonly isOn: boolean; readonly count: number };

/** Form of each event's data, without its `type`. */
export const threadEventSchemas = {
  ThreadPlaced: z.strictObject({ battle: kindSchema, place: placeSchema }),
  MessagePosted: messageSchema,
  ThreadLost: z.strictObject({ guildId: snowflake }),
  FollowerAdded: z.strictObject({ userId: z.string() }),
  FollowerLeft: z.strictObject({ userId: z.string() }),
  ThreadClosed: z.strictObject({ told: z.array(z.string()).max(FOLLOWERS_MAX) }),
};

type Forms = typeof threadEventSchemas;

/** What happened to the thread of a battle. */
export type ThreadEvent = {
  readonly [T in keyof Forms]: { readonly type: T } & Readonly<z.infer<Forms[T]>>;
}[keyof Forms];

/** Where a battle is shown, and who follows it. */
export interface ThreadState {
  readonly status: 'none' | 'open' | 'closed';
  readonly battle: 'battle' | 'match';
  readonly place: ThreadPlace | null;
  readonly message: ThreadMessage | null;
  readonly isLost: boolean;
  readonly followers: readonly string[];
}

export const threadStateSchema: z.ZodType<ThreadState> = z.strictObject({
  status: z.enum(['none', 'open', 'closed']),
  battle: kindSchema,
  place: placeSchema.nullable(),
  message: messageSchema.nullable(),
  isLost: z.boolean(),
  followers: z.array(z.string()).max(FOLLOWERS_MAX).readonly(),
});

const NONE: ThreadState = {
  status: 'none',
  battle: 'battle',
  place: null,
  message: null,
  isLost: false,
  followers: [],
};

type Decided = Decision<ThreadEvent, ThreadReply>;

const DONE: ThreadReply = { type: 'Done' };
const OVER = {
  code: 'E_GONE',
  message: 'This battle is over, or is shown here no longer: `/battle history` has it.',
} as const;

const follow = ({ followers }: ThreadState, { by }: Context): Decided => {
  if (followers.includes(by)) {
    const left: ThreadEvent = { type: 'FollowerLeft', userId: by };
    return accept<ThreadEvent, ThreadReply>([left], {
      type: 'Followed',
      isOn: false,
      count: followers.length - 1,
    });
  }
  if (followers.length >= FOLLOWERS_MAX) {
    return reject({ code: 'E_LIMIT', message: `At most ${FOLLOWERS_MAX} people follow one battle.` });
  }
  const added: ThreadEvent = { type: 'FollowerAdded', userId: by };
  return accept<ThreadEvent, ThreadReply>([added], {
    type: 'Followed',
    isOn: true,
    count: followers.length + 1,
  });
};

/** Who asked for it gets a message, unless they have said how they hear of battles. */
const tell = (userId: string, { battle }: ThreadState, { self }: Context): Effect => {
  const command: UserCommand = {
    type: 'Notify',
    event: 'battle',
    text: sealed(userId, `The battle that you follow is over. \`/battle replay id:${self.id}\``),
    about: `${battle}:${self.id}`,
    usual: 'dm',
  };
  return { to: { kind: 'user', realm: '0', id: userId }, command };
};

const place = (state: ThreadState, command: Extract<ThreadCommand, { type: 'Place' }>): Decided => {
  if (state.status !== 'none') return accept([], DONE);
  if (!placeSchema.safeParse(command.place).success) {
    return reject({ code: 'E_INPUT', field: 'place', message: 'Ids of Discord have 1 to 20 digits.' });
  }
  return accept<ThreadEvent, ThreadReply>(
    [{ type: 'ThreadPlaced', battle: command.battle, place: command.place }],
    DONE,
  );
};

const post = ({ message }: Extract<ThreadCommand, { type: 'Post' }>): Decided =>
  messageSchema.safeParse(message).success
    ? accept<ThreadEvent, ThreadReply>([{ type: 'MessagePosted', ...message }], DONE)
    : reject({ code: 'E_INPUT', field: 'message', message: 'Ids of Discord have 1 to 20 digits.' });

const decide = (state: ThreadState, command: ThreadCommand, context: Context): Decided => {
  const isSurface = context.by.includes(':');
  if (isSurface === (command.type === 'Follow')) {
    return reject({ code: 'E_PERM', message: 'A person follows a battle; the rest is the surface’s own.' });
  }
  if (command.type === 'Place') return place(state, command);
  if (state.status !== 'open') return reject(OVER);
  switch (command.type) {
    case 'Post':
      return post(command);
    case 'Lose':
      return accept<ThreadEvent, ThreadReply>(
        state.isLost ? [] : [{ type: 'ThreadLost', guildId: state.place?.guildId ?? '0' }],
        DONE,
      );
    case 'Follow':
      return follow(state, context);
    case 'Close': {
      const { followers } = state;
      const effects = followers.map((userId) => tell(userId, state, context));
      return accept<ThreadEvent, ThreadReply>([{ type: 'ThreadClosed', told: [...followers] }], DONE, {
        effects,
      });
    }
  }
};

const evolve = (state: ThreadState, event: ThreadEvent): ThreadState => {
  switch (event.type) {
    case 'ThreadPlaced':
      return { ...state, status: 'open', battle: event.battle, place: event.place };
    case 'MessagePosted': {
      const { channelId, messageId, threadId } = event;
      return { ...state, message: { channelId, messageId, threadId }, isLost: false };
    }
    case 'ThreadLost':
      return { ...state, message: null, isLost: true };
    case 'FollowerAdded':
      return { ...state, followers: [...state.followers, event.userId] };
    case 'FollowerLeft':
      return { ...state, followers: state.followers.filter((userId) => userId !== event.userId) };
    case 'ThreadClosed':
      return { ...state, status: 'closed', followers: [] };
  }
};

/**
 * The rules of a battle's thread: where it is shown is kept over restarts, and whoever follows is told of its end once.
 * Rejections: `E_PERM`, `E_INPUT`, `E_GONE`, `E_LIMIT`.
 */
export const threadDecider: Decider<ThreadState, ThreadCommand, ThreadEvent, ThreadReply> = {
  initial: () => NONE,
  decide,
  evolve,
};

/** Pure looks at the thread of a battle. */
export const threadReads = {
  /** How it stands; `undefined` before it was placed and once it is closed. */
  open: (state: ThreadState): ThreadState | undefined => (state.status === 'open' ? state : undefined),
};
