import { adventurer } from '#actors/adventurer/adventurer.ts';
import { user } from '#actors/user/user.ts';
import { formatCoins } from '#game/shared/amount.ts';
import { LEVEL_MAX } from '#game/profile/experience.ts';
import type { UserView } from '#game/profile/user-reads.ts';
import type { CommandContext } from '../define-command.ts';
import { mintNonce } from '../nonce.ts';
import type { Button, Panel, PanelField } from '../panel.ts';
import { petImage } from '../pet/pet-panel.ts';
import { ownPets, petsOf } from '../pet/stable.ts';
import { readBalance } from '../purse.ts';
import { userPlace } from './person.ts';
import { pinnedFields } from './pins.ts';

/** The hue of `#rrggbb`, 0 to 359; grey counts as 0. https://en.wikipedia.org/wiki/HSL_and_HSV#Hue_and_chroma */
const hueOf = (colour: string): number => {
  const value = Number.parseInt(colour.slice(1), 16);
  const [red, green, blue] = [(value >> 16) & 255, (value >> 8) & 255, value & 255];
  const max = Math.max(red, green, blue);
  const chroma = max - Math.min(red, green, blue);
  if (!Number.isFinite(value) || chroma === 0) return 0;
  const sixth =
    max === red
      ? (green - blue) / chroma
      : max === green
        ? (blue - red) / chroma + 2
        : (red - green) / chroma + 4;
  return (Math.round(sixth * 60) + 360) % 360;
};

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => /^./u.exec(word)?.[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase() || '?';

/** Pets of somebody else that a card names. */
const PETS_SHOWN = 3;

const levelMeter = (view: UserView) => {
  const isTop = view.level >= LEVEL_MAX;
  return {
    label: `Level ${view.level}`,
    value: isTop ? 1 : view.xp - view.levelFromXp,
    max: isTop ? 1 : view.levelToXp - view.levelFromXp,
    hint: isTop
      ? `${view.xp.toLocaleString('en-US')} experience`
      : `${(view.levelToXp - view.xp).toLocaleString('en-US')} experience to level ${view.level + 1}`,
  };
};

const own = async (context: CommandContext, view: UserView): Promise<Pick<Panel, 'fields' | 'images'>> => {
  const [balance, pets] = await Promise.all([readBalance(context), ownPets(context)]);
  const { nextAtMs, nextAmount, streak } = view.daily;
  const daily =
    nextAtMs <= context.nowMs
      ? `${formatCoins(nextAmount)} waiting: \`/eco daily\``
      : `streak ${streak}, next <t:${Math.ceil(nextAtMs / 1_000)}:R>`;
  return {
    fields: [
      { name: 'Balance', value: formatCoins(balance.coins), inline: true },
      { name: 'Daily', value: daily, inline: true },
      {
        name: 'Pets',
        value: pets.length === 0 ? 'none yet: `/pet adopt`' : pets.map((one) => one.view.name).join(', '),
        inline: true,
      },
      { name: 'Inbox', value: view.unread === 0 ? 'nothing new' : `${view.unread} new: \`/notify view\`` },
    ],
    images: pets.slice(0, 3).map((one) => petImage(one.view)),
  };
};

const stranger = async (context: CommandContext, userId: string): Promise<readonly PanelField[]> => {
  const privacy = await context.deps.engine.read(user, userPlace(userId), 'privacy', {}, context);
  if (privacy.balance === 'nobody') return [];
  const [{ coins }, pets] = await Promise.all([readBalance(context, userId), petsOf(context, userId)]);
  const names = pets.slice(0, PETS_SHOWN).map((one) => one.view.name);
  const more = pets.length > PETS_SHOWN ? [`${pets.length - PETS_SHOWN} more`] : [];
  return [
    { name: 'Balance', value: formatCoins(coins), inline: true },
    { name: 'Pets', value: [...names, ...more].join(', ') || '0', inline: true },
  ];
};

/** Accounts elsewhere; a claim is nobody's proof. @throws Fault */
const linked = async (context: CommandContext, userId: string): Promise<readonly PanelField[]> => {
  const place = userPlace(userId);
  const character = await context.deps.engine.read(adventurer, place, 'character', {}, context);
  if (character === undefined) return [];
  const { account, combatLevel, claim } = character;
  return [{ name: 'OSRS', value: `${account}, combat ${combatLevel} (${claim})`, inline: true }];
};

/** The custom id of one of the caller's own controls. */
export const profileControl = (context: CommandContext, verb: string, revision: number): string =>
  context.deps.customIds.encode({
    feature: 'profile',
    verb,
    entity: '-',
    revision,
    owner: context.userId,
    nonce: mintNonce(context),
  });

const editButton = (context: CommandContext): Button => ({
  kind: 'button',
  customId: profileControl(context, 'edit', 0),
  label: 'Edit',
  style: 'secondary',
  disabled: false,
});

/**
 * One card of a person: level, what they say about themselves, what they put there, and what their privacy lets the
 * caller see. @throws Fault
 *
 * @param more.note - what has just happened
 * @param more.preview - as others would see it, nobody's controls, with these lines
 */
export const profilePanel = async (
  context: CommandContext,
  userId: string,
  view: UserView,
  {
    note,
    preview,
  }: { readonly note?: string; readonly preview?: { readonly pinned: readonly PanelField[] } } = {},
): Promise<Panel> => {
  const isOwn = userId === context.userId && preview === undefined;
  const [mine, accounts, pinned] = await Promise.all([
    isOwn ? own(context, view) : { fields: await stranger(context, userId), images: [] },
    linked(context, userId),
    preview?.pinned ?? pinnedFields(context, userId, view),
  ]);
  const text = [note, view.bio].filter((part) => part !== undefined && part !== '').join('\n\n');
  return {
    title: view.title === '' ? view.name : `${view.name}, ${view.title}`,
    ...(note === undefined ? {} : { tone: 'good' }),
    ...(text === ''
      ? isOwn
        ? { text: 'No words about you yet: `/profile edit` adds some.' }
        : {}
      : { text }),
    images: [
      { alt: view.name, initials: initialsOf(view.name), hue: hueOf(view.colour) },
      ...(mine.images ?? []),
    ],
    meters: [levelMeter(view)],
    fields: [
      ...(mine.fields ?? []),
      ...accounts,
      ...pinned,
      { name: 'Here since', value: `<t:${Math.floor(view.joinedAtMs / 1_000)}>`, inline: true },
    ],
    ...(isOwn ? { controls: [[editButton(context)]] } : {}),
    ephemeral: true,
  };
};
