import { BSON, type Document, Timestamp } from 'mongodb';

/** MongoDB's: its time comes first, and text compares as places do. */
const SERVER_TOKEN = /^82[0-9A-F]{16,}$/;

/** What the token of a stand-in holds: the number and the time of the change that it stands behind. */
const contentOf = (data: string): Document | undefined => {
  try {
    return BSON.deserialize(Buffer.from(data, 'hex'), { promoteLongs: true });
  } catch {
    return undefined;
  }
};

/** When a token's change was made, as far as its form is known: MongoDB's begins with its time, the stand-ins' are documents with it. */
export const timeOfToken = ({ _data: data }: Document): Timestamp | undefined => {
  if (typeof data !== 'string') return undefined;
  if (SERVER_TOKEN.test(data)) {
    const [t = 0, i = 0] = [data.slice(2, 10), data.slice(10, 18)].map((hex) => Number.parseInt(hex, 16));
    return new Timestamp({ t, i });
  }
  const time: unknown = contentOf(data)?.['t'];
  return time instanceof Timestamp ? time : undefined;
};

const numberOf = (data: string): number | undefined => {
  const number: unknown = contentOf(data)?.['s'];
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
};

/**
 * Which of two places of one server comes first: below 0 the first one, 0 both are the same; `undefined` where their form is
 * not known. Never by their times: a stand-in holds changes back while somebody's transaction is open.
 */
export const compareTokens = ({ _data: one }: Document, { _data: other }: Document): number | undefined => {
  if (typeof one !== 'string' || typeof other !== 'string') return undefined;
  if (one === other) return 0;
  if (SERVER_TOKEN.test(one) && SERVER_TOKEN.test(other)) return one < other ? -1 : 1;
  const [first, second] = [numberOf(one), numberOf(other)];
  return first === undefined || second === undefined ? undefined : first - second;
};
