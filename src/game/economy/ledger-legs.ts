import type { Rejection } from '../shared/errors.ts';
import { isId } from '../shared/ids.ts';
import type { Sealed } from '../shared/sealed.ts';
import { itemById } from './items.ts';
import { AMOUNT_MAX, type Leg, LEGS_MAX, type Memo, QUANTITY_MAX } from './ledger-protocol.ts';

/** Kinds of entities that are unique assets. */
const ASSET_KINDS: ReadonlySet<string> = new Set(['pet']);

/** Every memo kind. Grows at its end only: buttons of `/eco history` name a kind by its place. */
export const MEMO_KINDS: readonly Memo['kind'][] = [
  'welcome',
  'pay',
  'daily',
  'buy',
  'sell',
  'gift',
  'adopt',
  'use',
  'expedition',
  'fee',
  'hold',
  'reversal',
  'demo',
  'rehome',
  'stake',
  'npc',
];

const ABOUT_MAX = 100;

/** A wrong field and what is wrong with it. */
export const inputError = (field: string, message: string): Rejection => ({
  code: 'E_INPUT',
  field,
  message,
});

type Loose = Readonly<Record<string, unknown>>;

/** Whether a value has properties that may be looked at. */
export const isRecord = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** Shortens a value for a message. */
const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : typeof value;
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};

const PERSON = /^u:[a-z0-9]{1,14}$/;
const HOLD = /^hold:[a-z0-9]{1,14}$/;

const isAccount = (id: unknown): id is string =>
  typeof id === 'string' &&
  (PERSON.test(id) || id === 'mint' || id === 'sink' || id === 'fee' || HOLD.test(id));

const isCount = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= max;

/** `pet:<realm>:<id>` as its parts, or `undefined`. */
export const parseAsset = (
  asset: string,
): { readonly kind: string; readonly realm: string; readonly id: string } | undefined => {
  const [kind = '', realm = '', id = '', more] = asset.split(':');
  return more === undefined && ASSET_KINDS.has(kind) && isId(realm) && isId(id)
    ? { kind, realm, id }
    : undefined;
};

const readValue = (leg: Loose, from: string, to: string, name: string): Leg | Rejection => {
  const { coins, item, quantity, asset } = leg;
  const kinds = [coins, item, asset].filter((value) => value !== undefined).length;
  if (kinds !== 1) return inputError(name, 'A leg moves exactly one of coins, an item or an asset.');
  if (coins !== undefined) {
    return isCount(coins, AMOUNT_MAX)
      ? { from, to, coins }
      : inputError(`${name}.coins`, `An amount is a whole number from 1 to 10^12, not ${shown(coins)}.`);
  }
  if (item !== undefined) {
    if (typeof item !== 'string' || itemById(item) === undefined) {
      return inputError(
        `${name}.item`,
        `There is no item ${shown(item)}. See \`/eco shop\` for what there is.`,
      );
    }
    return isCount(quantity, QUANTITY_MAX)
      ? { from, to, item, quantity }
      : inputError(
          `${name}.quantity`,
          `A quantity is a whole number from 1 to 1,000,000, not ${shown(quantity)}.`,
        );
  }
  return typeof asset === 'string' && parseAsset(asset) !== undefined
    ? { from, to, asset }
    : inputError(`${name}.asset`, `An asset is named like pet:home:a1b2c3, not ${shown(asset)}.`);
};

const readLeg = (leg: unknown, index: number, to: string | undefined): Leg | Rejection => {
  const name = `legs.${index}`;
  if (!isRecord(leg)) return inputError(name, 'A leg is an object.');
  const target = to ?? leg['to'];
  if (!isAccount(leg['from']))
    return inputError(`${name}.from`, `There is no account ${shown(leg['from'])}.`);
  if (!isAccount(target)) return inputError(`${name}.to`, `There is no account ${shown(target)}.`);
  if (leg['from'] === target) return inputError(`${name}.to`, 'A leg goes from one account to another one.');
  return readValue(leg, leg['from'], target, name);
};

/** Legs of a command in their exact form, with the account `to` in place of their own when it is given. */
export const readLegs = (
  legs: unknown,
  to?: string,
):
  | { readonly ok: true; readonly legs: readonly Leg[] }
  | { readonly ok: false; readonly rejection: Rejection } => {
  if (!Array.isArray(legs) || legs.length === 0 || legs.length > LEGS_MAX) {
    return { ok: false, rejection: inputError('legs', `A transfer has 1 to ${LEGS_MAX} legs.`) };
  }
  const read: Leg[] = [];
  for (let index = 0; index < legs.length; index += 1) {
    const leg = readLeg(legs[index], index, to);
    if ('code' in leg) return { ok: false, rejection: leg };
    read.push(leg);
  }
  return { ok: true, legs: read };
};

const isSealed = (value: unknown): value is Sealed => {
  if (!isRecord(value) || !isRecord(value['$sealed'])) return false;
  const { by, text } = value['$sealed'];
  return typeof by === 'string' && (text === null || typeof text === 'string');
};

/** The memo of a command in its exact form. */
export const readMemo = (memo: unknown): Memo | Rejection => {
  if (!isRecord(memo)) return inputError('memo', 'A memo is an object with a kind.');
  const { note, about } = memo;
  const kind = MEMO_KINDS.find((known) => known === memo['kind']);
  if (kind === undefined)
    return inputError('memo.kind', `There is no kind of transfer ${shown(memo['kind'])}.`);
  if (note !== undefined && !isSealed(note)) return inputError('memo.note', 'A note is sealed text.');
  if (about !== undefined && (typeof about !== 'string' || about.length > ABOUT_MAX)) {
    return inputError('memo.about', `What a transfer is about is text of at most ${ABOUT_MAX} characters.`);
  }
  return {
    kind,
    ...(note === undefined ? {} : { note: { $sealed: { by: note.$sealed.by, text: note.$sealed.text } } }),
    ...(about === undefined ? {} : { about }),
  };
};
