import { BSON, type Document, Timestamp } from 'mongodb';
import type { Position } from '#ports/followers.ts';
import { finalFault } from './explain.ts';

/** A place in the log: in a scan by key that began at a place in the order of time, or in that order. */
export type Place =
  | { readonly at: 'scan'; readonly since: Timestamp; readonly token: Document; readonly after: string }
  | { readonly at: 'token'; readonly token: Document }
  /** Where whoever runs the follower has come to. */
  | { readonly at: 'checkpoint'; readonly name: string };

/** A place as text. */
export const positionOf = (place: Place): Position =>
  // the one place where this adapter makes positions
  `g${Buffer.from(BSON.serialize(place)).toString('base64url')}` as Position;

/** @throws Fault E_UNAVAILABLE when another store made it */
export const placeOf = (position: Position): Place => {
  try {
    if (!position.startsWith('g')) throw new Error('another letter begins it');
    const place = BSON.deserialize(Buffer.from(position.slice(1), 'base64url'));
    const { at, since, after, token, name } = place as Readonly<Record<string, unknown>>;
    if (at === 'checkpoint' && typeof name === 'string') return { at, name };
    if (typeof token !== 'object' || token === null) throw new Error('it holds no token');
    if (at === 'scan' && since instanceof Timestamp && typeof after === 'string')
      return { at, since, token, after };
    if (at === 'token') return { at, token };
    throw new Error('it holds no place');
  } catch (error) {
    throw finalFault(`position "${String(position).slice(0, 40)}" was not made by this store`, error);
  }
};
