import { type Need, NEEDS } from '#game/pet/needs.ts';
import type { PetView } from '#game/pet/pet-reads.ts';
import { type Activity, METERS, type Meters, type Report } from '#game/pet/pet-state.ts';
import { routeById, skillLevel, SKILLS } from '#game/pet/routes.ts';
import { speciesById } from '#game/pet/species.ts';
import type { CommandContext } from '../define-command.ts';
import { mintNonce } from '../nonce.ts';
import type { Button, Panel, PanelField, PanelImage, PanelMeter } from '../panel.ts';
import type { OwnedPet } from './stable.ts';

/** A moment as seen from now. */
export const when = (ms: number): string => `<t:${Math.ceil(ms / 1_000)}:R>`;

const points = (thousandths: number): number => Math.round(thousandths / 1_000);

const LABELS: Readonly<Record<keyof Meters, string>> = {
  food: 'Food',
  hygiene: 'Clean',
  joy: 'Joy',
  energy: 'Energy',
  health: 'Health',
  bond: 'Bond',
};

/** The pet's picture: its initials on its colour. */
export const petImage = (view: Pick<PetView, 'species' | 'name'>): PanelImage => {
  const kind = speciesById(view.species);
  return {
    alt: `${view.name}, a ${kind?.name ?? 'pet'}`,
    initials: kind?.initials ?? '?',
    hue: kind?.hue ?? 0,
  };
};

const hint = (view: PetView, need: Need, nowMs: number): string => {
  if (view.pause !== null) return 'stands still';
  return view.lowAtMs[need] <= nowMs ? 'low now' : `runs low ${when(view.lowAtMs[need])}`;
};

const meters = (view: PetView, nowMs: number): readonly PanelMeter[] => [
  ...NEEDS.map((need) => ({
    label: LABELS[need],
    value: points(view.meters[need]),
    max: 100,
    hint: hint(view, need, nowMs),
  })),
  {
    label: LABELS.health,
    value: points(view.meters.health),
    max: 100,
    hint: view.isSick ? 'sick: give medicine' : 'well',
  },
  { label: LABELS.bond, value: points(view.meters.bond), max: 100 },
];

/** What it is doing, in words. */
export const activityText = (activity: Activity): string =>
  activity.kind === 'training'
    ? `Training ${activity.skill}, done ${when(activity.endsAtMs)}`
    : `Away at ${routeById(activity.route)?.name ?? activity.route}, back ${when(activity.endsAtMs)}`;

/** What the last activity brought, in words. */
export const reportText = (report: Report): string => {
  if (report.kind === 'training') return `Trained ${report.what}: +${report.xp} experience`;
  const place = routeById(report.what)?.name ?? report.what;
  const pieces = report.items.reduce((sum, { quantity }) => sum + quantity, 0);
  const finds = pieces === 0 ? '' : ` and ${pieces} ${pieces === 1 ? 'find' : 'finds'}`;
  const end = report.isRecalled ? ', called back early' : report.isMishap ? ', after a mishap' : '';
  const receipt = report.receiptId === null ? '' : ` (receipt \`${report.receiptId}\`)`;
  return `${place}: ${report.coins.toLocaleString('en-US')} coins${finds}${end}${receipt}`;
};

const perkText = (view: PetView): string => {
  const { percent, isPaused } = view.perk;
  if (percent === 0) return 'none yet: from a bond of 25 on, expeditions pay more';
  return isPaused
    ? `+${percent} % from expeditions, paused while a need is low`
    : `+${percent} % from expeditions`;
};

const fields = (view: PetView): readonly PanelField[] => {
  const kind = speciesById(view.species);
  const skills = SKILLS.filter((skill) => view.skills[skill] > 0).map(
    (skill) => `${skill} ${skillLevel(view.skills[skill])}`,
  );
  const state =
    view.pause?.kind === 'vacation'
      ? [{ name: 'Vacation', value: `until ${when(view.pause.untilMs)}`, inline: true }]
      : [];
  return [
    { name: 'Mood', value: view.mood, inline: true },
    { name: 'Temper', value: kind?.temperament.label ?? '?', inline: true },
    { name: 'Type', value: kind?.type ?? '?', inline: true },
    { name: 'Perk', value: perkText(view), inline: true },
    ...(skills.length === 0 ? [] : [{ name: 'Skills', value: skills.join(', '), inline: true }]),
    ...state,
    ...(view.activity === null ? [] : [{ name: 'Now', value: activityText(view.activity) }]),
    ...(view.report === null ? [] : [{ name: 'Last', value: reportText(view.report) }]),
  ];
};

/** What a control of a pet does; `nonce`: of one that is the same whenever it is drawn. */
interface PetControl {
  readonly verb: string;
  readonly entity: string;
  readonly revision?: number;
  readonly nonce?: string;
}

/** A control about a pet; each gets a nonce of its own, so that twenty presses of it are one command. */
export const petButton = (
  context: CommandContext,
  about: PetControl,
  look: { readonly label: string; readonly style?: Button['style']; readonly disabled?: boolean },
): Button => ({
  kind: 'button',
  customId: petControl(context, about),
  label: look.label,
  style: look.style ?? 'secondary',
  disabled: look.disabled ?? false,
});

export const petControl = (context: CommandContext, about: PetControl): string =>
  context.deps.customIds.encode({
    feature: 'pet',
    verb: about.verb,
    entity: about.entity,
    revision: about.revision ?? 0,
    owner: context.userId,
    nonce: about.nonce ?? mintNonce(context),
  });

const controls = (context: CommandContext, { petId, view }: OwnedPet): readonly (readonly Button[])[] => {
  const isAway = view.activity !== null || view.pause !== null;
  const care = (verb: string, label: string, style?: Button['style']): Button =>
    petButton(
      context,
      { verb, entity: petId },
      { label, disabled: isAway, ...(style === undefined ? {} : { style }) },
    );
  return [
    [
      care('feed', 'Feed', 'primary'),
      care('play', 'Play'),
      care('clean', 'Clean'),
      care('rest', 'Rest'),
      view.isSick
        ? care('heal', 'Heal', 'danger')
        : petButton(context, { verb: 'view', entity: petId }, { label: 'Refresh' }),
    ],
    ...(view.activity?.kind === 'expedition'
      ? [[petButton(context, { verb: 'status', entity: petId }, { label: 'Expedition' })]]
      : []),
  ];
};

/** The pet with its meters, when each runs low, mood, bond and buttons. `note` stands above. */
export const petPanel = (
  context: CommandContext,
  owned: OwnedPet,
  more: { readonly note?: string; readonly tone?: Panel['tone'] } = {},
): Panel => {
  const { view } = owned;
  const kind = speciesById(view.species);
  const about = `${view.name} the ${kind?.name ?? 'pet'}`;
  const isMine = view.owner === context.userId;
  return {
    title: about,
    ...(more.tone === undefined ? {} : { tone: more.tone }),
    text: more.note ?? kind?.text ?? '',
    images: [petImage(view)],
    meters: meters(view, context.nowMs),
    fields: fields(view),
    ...(isMine ? { controls: controls(context, owned) } : {}),
    ephemeral: true,
  };
};

const WORDS: Readonly<Record<keyof Meters, string>> = {
  food: 'food',
  hygiene: 'cleanliness',
  joy: 'joy',
  energy: 'energy',
  health: 'health',
  bond: 'bond',
};

/** A change of meters in words: `food +25, bond +1.4`. */
export const gainsText = (gains: Meters): string => {
  const parts = METERS.filter((meter) => gains[meter] !== 0).map((meter) => {
    const value = (gains[meter] / 1_000).toFixed(1).replace(/\.0$/, '');
    return `${WORDS[meter]} ${gains[meter] > 0 ? '+' : ''}${value}`;
  });
  return parts.length === 0 ? 'no change' : parts.join(', ');
};

/** Which need comes next, in words. */
export const nextNeed = (view: PetView): string => {
  const [next] = NEEDS.toSorted((a, b) => view.lowAtMs[a] - view.lowAtMs[b]);
  return next === undefined ? '' : `Next: ${WORDS[next]} runs low ${when(view.lowAtMs[next])}.`;
};
