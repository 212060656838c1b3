import { badForm } from './api-fault.ts';
import { type FakeMessage, PERMISSIONS, type World } from './world.ts';

const LIMIT = { default: 50, min: 1, max: 100 } as const;

/** @throws ApiFault 50035 */
const limitOf = (text: string | null): number => {
  if (text === null) return LIMIT.default;
  if (!/^-?\d+$/.test(text)) throw badForm(['limit'], 'NUMBER_TYPE_COERCE', `Value "${text}" is not int.`);
  const limit = Number(text);
  if (limit < LIMIT.min)
    throw badForm(['limit'], 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${LIMIT.min}.`);
  if (limit > LIMIT.max)
    throw badForm(['limit'], 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${LIMIT.max}.`);
  return limit;
};

/** @throws ApiFault 50035 */
const edgeOf = (query: URLSearchParams): { readonly key: 'before' | 'after'; readonly id: bigint } => {
  const given = ['around', 'before', 'after'].filter((key) => query.has(key));
  const [key = 'before', second] = given;
  if (second !== undefined) throw badForm([second], 'MUTUALLY_EXCLUSIVE', `Not together with ${key}.`);
  const text = query.get(key) ?? String(2n ** 63n);
  if (!/^\d+$/.test(text)) throw badForm([key], 'NUMBER_TYPE_COERCE', `Value "${text}" is not snowflake.`);
  // nobody here asks that way; better refused than answered by a guess
  if (key === 'around') throw badForm([key], 'NOT_FAKED', 'This fake knows no around.');
  return { key: key === 'after' ? 'after' : 'before', id: BigInt(text) };
};

/**
 * A page of a channel's messages: those nearest to `before` or `after`, and the newest of them first all the same. Who may
 * not read what was written gets an empty page, no refusal. @throws ApiFault 10003, 50001, 50035
 */
export const messagesPage = (
  world: World,
  channelId: string,
  query: URLSearchParams,
): readonly FakeMessage[] => {
  const channel = world.channel(channelId);
  const limit = limitOf(query.get('limit'));
  const { key, id: edge } = edgeOf(query);
  if ((channel.botPermissions & PERMISSIONS.readMessageHistory) === 0n) return [];
  const newestFirst = [...world.messages.values()]
    .filter((message) => message.channelId === channelId && message.forUserId === undefined)
    .filter(({ id }) => (key === 'after' ? BigInt(id) > edge : BigInt(id) < edge))
    .toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? 1 : -1));
  return key === 'after' ? newestFirst.slice(-limit) : newestFirst.slice(0, limit);
};
