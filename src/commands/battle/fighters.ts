import { FACTORS } from '#game/battle/data/index.ts';
import { forge } from '#game/battle/forge.ts';
import { EVEN_LEVEL, type Lineup } from '#game/battle/battle-protocol.ts';
import { AUTOPILOT, SUPPLIES, TEAM_MAX } from '#game/battle/cross/v1/sheet.ts';
import { HALL_UPBRINGING } from '#game/battle/trainer-lineup.ts';
import type { Shape } from '#game/battle/shape.ts';
import { isAllAlike } from '#game/battle/team-law.ts';
import { petShape } from '#game/pet/fighter.ts';
import { type Species, SPECIES, speciesById } from '#game/pet/species.ts';
import type { Choice, CommandContext, CommandOption, Input } from '../define-command.ts';
import { shown } from '../options.ts';
import { matching } from '../matching.ts';
import { type OwnedPet, ownPets } from '../pet/stable.ts';
import { refuse } from '../rejected.ts';

/** A fighter that somebody could send into a battle. */
export interface Candidate {
  /** What `team` takes, `pet:a1b2c3` or `loan:mossback`. */
  readonly ref: string;
  readonly label: string;
  readonly shape: Shape;
  /** It cannot fight now, and why. */
  readonly busy?: string;
  /** Its pet entity, which remembers the fight. */
  readonly petId?: string;
  /** Of those that share a group only one may fight: one account in several outfits is one fighter. */
  readonly group?: string;
}

/** Where fighters come from; other games bring theirs by an integration. */
export interface FighterSource {
  /** Word before the colon of its fighters' refs. */
  readonly prefix: string;
  /** The caller's own fighters. @throws Fault */
  own(context: CommandContext): Promise<readonly Candidate[]>;
}

/** Stands in for a species that is no longer listed. */
const [ANY_SPECIES] = SPECIES as readonly [Species, ...Species[]];

const petCandidate = ({ petId, view }: OwnedPet): Candidate => {
  const kind = speciesById(view.species);
  const busy =
    view.activity === null
      ? view.pause !== null
        ? 'is on vacation'
        : view.isSick
          ? 'is sick'
          : undefined
      : 'is away or training';
  return {
    ref: `pet:${petId}`,
    label: `${view.name} (${kind?.name ?? 'pet'})`,
    shape: petShape(kind ?? ANY_SPECIES, { bond: view.meters.bond, skills: view.skills }),
    petId,
    ...(busy === undefined ? {} : { busy }),
  };
};

const petSource: FighterSource = {
  prefix: 'pet',
  own: async (context) => (await ownPets(context)).map(petCandidate),
};

/** Word before the colon of what the hall lends. */
const LOAN = 'loan';

/** Anybody may borrow a fighter from the hall: everybody can play at once, and teams are never short. */
const loanSource: FighterSource = {
  prefix: LOAN,
  own: () =>
    Promise.resolve(
      SPECIES.map((species) => ({
        ref: `${LOAN}:${species.id}`,
        label: `${species.name} (borrowed)`,
        shape: { ...petShape(species, HALL_UPBRINGING), level: EVEN_LEVEL },
      })),
    ),
};

const sourcesOf = ({ deps }: CommandContext): readonly FighterSource[] => [
  petSource,
  ...deps.fighters,
  loanSource,
];

/** Everything that the caller could send, own ones first. @throws Fault */
const candidates = async (context: CommandContext): Promise<readonly Candidate[]> =>
  (await Promise.all(sourcesOf(context).map((source) => source.own(context)))).flat();

const suggest = async (partial: string, context: CommandContext): Promise<readonly Choice[]> => {
  const parts = partial.split(',');
  const last = (parts.at(-1) ?? '').trim();
  const before = parts.slice(0, -1).map((part) => part.trim());
  const all = (await candidates(context)).filter(
    ({ ref, busy }) => busy === undefined && !before.includes(ref),
  );
  return matching(
    all.map(({ ref, label }) => ({ label, value: ref })),
    last,
  ).map(({ label, value }) => ({
    label: [...before, label].join(', ').slice(0, 100),
    value: [...before, value].join(','),
  }));
};

/** The option that says who fights. */
export const teamOption: CommandOption = {
  name: 'team',
  type: 'text',
  description: 'One to three fighters, with commas between; your own first ones if left out',
  takes: 'one to three fighters with commas between, for example `loan:mossback,loan:duskowl`',
  maxLength: 100,
  autocomplete: suggest,
};

/** Own fighters that a refusal names. */
const LISTED_MAX = 8;

const prefixOf = ({ ref }: Candidate): string => ref.slice(0, ref.indexOf(':'));

/** What it is called: by its owner, and by its kind. */
const namesOf = ({ label, shape }: Candidate): readonly string[] => {
  const [name = ''] = label.split(' (');
  return [name.toLowerCase(), shape.name.toLowerCase()];
};

/** The fighters that somebody has of their own, as `team` takes them. */
const ownRefs = (all: readonly Candidate[]): string => {
  const own = all.filter((one) => prefixOf(one) !== LOAN);
  if (own.length === 0) return 'You have none of your own yet.';
  const listed = own.slice(0, LISTED_MAX).map(({ ref, label }) => `\`${ref}\` ${label}`);
  const more = own.length > LISTED_MAX ? ', …' : '';
  return `Yours: ${listed.join(', ')}${more}.`;
};

/** By its ref, by its name, or by its name behind the word of its kind, as in `pokemon:garchomp`. */
const find = (all: readonly Candidate[], wanted: string): Candidate => {
  const lower = wanted.toLowerCase();
  const exact = all.find(({ ref }) => ref === lower);
  if (exact !== undefined) return exact;
  const [, prefix, rest = ''] = /^([a-z]+):(.*)$/.exec(lower) ?? [];
  const name = prefix === undefined ? lower : rest.trim();
  const called = all.find(
    (one) => (prefix === undefined || prefixOf(one) === prefix) && namesOf(one).includes(name),
  );
  return (
    called ??
    refuse({
      code: 'E_INPUT',
      field: 'team',
      message: `You have no fighter “${shown(wanted)}”. ${ownRefs(all)} \`loan:mossback\` and other species are lent to everybody.`,
    })
  );
};

const isFirstOfGroup = (all: readonly Candidate[], { group }: Candidate, n: number): boolean =>
  group === undefined || all.findIndex((other) => other.group === group) === n;

/** Who fights by the option; without it the caller's own that are free, then borrowed ones, up to `size`. */
const choose = (
  all: readonly Candidate[],
  wanted: string | undefined,
  size: number,
): readonly Candidate[] => {
  if (wanted === undefined) {
    const free = all.filter(({ busy }) => busy === undefined);
    const team: Candidate[] = [];
    for (const [n, one] of free.entries()) {
      const withOne = [...team, one];
      if (isFirstOfGroup(free, one, n) && !isAllAlike(withOne.map(({ shape }) => shape))) team.push(one);
      if (team.length === size) break;
    }
    return team;
  }
  const names = wanted
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0 || names.length > TEAM_MAX) {
    return refuse({
      code: 'E_INPUT',
      field: 'team',
      message: `\`team\` takes one to ${TEAM_MAX} fighters with commas between, not ${names.length}.`,
    });
  }
  const team = names.map((name) => find(all, name));
  const double = team.find(({ ref }, n) => team.findIndex((other) => other.ref === ref) !== n);
  if (double !== undefined) {
    return refuse({ code: 'E_INPUT', field: 'team', message: `${double.label} cannot fight twice at once.` });
  }
  const twin = team.find((one, n) => !isFirstOfGroup(team, one, n));
  if (twin !== undefined) {
    return refuse({
      code: 'E_INPUT',
      field: 'team',
      message: `${twin.label} is in the team already, in another outfit. Choose somebody else.`,
    });
  }
  return team;
};

/**
 * The caller's side of a battle.
 * @param size - how many the other side has; without it as many as are named, three if none are
 * @throws CommandRejection E_INPUT, E_BUSY
 * @throws Fault
 */
export const lineupOf = async (
  input: Input,
  context: CommandContext,
  { isEven, size }: { readonly isEven: boolean; readonly size?: number },
): Promise<Lineup> => {
  const wanted = typeof input['team'] === 'string' ? input['team'] : undefined;
  const team = choose(await candidates(context), wanted, size ?? TEAM_MAX);
  const busy = team.find((one) => one.busy !== undefined);
  if (busy?.busy !== undefined) {
    return refuse({ code: 'E_BUSY', message: `${busy.label} ${busy.busy}. Choose somebody else.` });
  }
  return {
    fighters: team.map(({ shape }) => forge(shape, FACTORS, isEven ? { level: EVEN_LEVEL } : {})),
    supplies: SUPPLIES,
    standing: AUTOPILOT,
    pets: team.flatMap(({ petId }) => (petId === undefined ? [] : [petId])),
  };
};
