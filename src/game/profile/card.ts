import { accept, type Decision, reject } from '../shared/decider.ts';
import type { Rejection } from '../shared/errors.ts';
import { unsealed } from '../shared/sealed.ts';
import type { UserEvent } from './user-events.ts';
import { PINS_MAX, type UserCommand, type UserReply } from './user-protocol.ts';
import type { Card, UserState } from './user-state.ts';
import { textRejection } from './words.ts';

export const TITLE_MAX = 40;
export const BIO_MAX = 190;

/** Facts that everybody can put on their card; pets are named one by one. */
export const PIN_FACTS = ['cross', 'pokemon', 'hall', 'streak', 'team'] as const;
export type PinFact = (typeof PIN_FACTS)[number];
/** A {@link PinFact}, or `pet:ID`. */
const PIN = new RegExp(`^(${PIN_FACTS.join('|')}|pet:[a-z0-9]{1,14})$`);

type Decided = Decision<UserEvent, UserReply>;
type Command<T extends UserCommand['type']> = Extract<UserCommand, { type: T }>;

const STALE: Rejection = {
  code: 'E_STALE',
  message: 'Your profile has changed since this form was opened. Run `/profile edit` again.',
};

const wrongCard = ({ title, bio, colour, pins }: Card): Rejection | undefined => {
  const wrong =
    textRejection('title', title === null ? '' : unsealed(title, ''), TITLE_MAX) ??
    textRejection('bio', bio === null ? '' : unsealed(bio, ''), BIO_MAX, true);
  if (wrong !== undefined) return wrong;
  if (!/^#[0-9a-f]{6}$/.test(colour)) {
    return {
      code: 'E_INPUT',
      field: 'colour',
      message: '`colour` takes six hex digits after a `#`, for example `#5b8def`.',
    };
  }
  const isWrong =
    pins.length > PINS_MAX || new Set(pins).size !== pins.length || !pins.every((pin) => PIN.test(pin));
  return isWrong
    ? {
        code: 'E_INPUT',
        field: 'pins',
        message: `\`pins\` takes up to ${PINS_MAX} different ones of those offered.`,
      }
    : undefined;
};

/** The card as it would be saved: the draft, or what is there. */
const cardOf = ({ draft, title, bio, colour, pins }: UserState): Card =>
  draft ?? { title, bio, colour, pins };

const done = (events: readonly UserEvent[], revision: number): Decided =>
  accept<UserEvent, UserReply>(events, { type: 'Done', revision });

/** Changes parts of the draft; nothing of it is seen by others before it is saved. */
export const draftProfile = (state: UserState, command: Command<'DraftProfile'>): Decided => {
  if (command.revision !== state.revision) return reject(STALE);
  const card: Card = { ...cardOf(state), ...command.change };
  const wrong = wrongCard(card);
  if (wrong !== undefined) return reject(wrong);
  const revision = state.revision + 1;
  return done([{ type: 'ProfileDrafted', ...card, pins: [...card.pins], revision }], revision);
};

/** Puts the draft that was looked at in the place of the card, or forgets it. */
export const endDraft = (state: UserState, command: Command<'SaveProfile' | 'DropDraft'>): Decided => {
  if (command.revision !== state.revision || state.draft === null) return reject(STALE);
  const revision = state.revision + 1;
  if (command.type === 'DropDraft') return done([{ type: 'DraftDropped', revision }], revision);
  const { title, bio, colour, pins } = state.draft;
  return done([{ type: 'ProfileEdited', title, bio, colour, pins: [...pins], revision }], revision);
};
