import type { Battle, Pokemon, Side } from '@pkmn/sim';
import type { LegalChoice, SideRequest } from '#game/battle/match/rules-words.ts';
import { faceOf, matchupOf } from './faces.ts';

type Request = NonNullable<Side['activeRequest']>;
type MoveRequest = Extract<Request, { active: unknown }>;
type Active = MoveRequest['active'][number];
type Member = Request['side']['pokemon'][number];

const PASS: LegalChoice = { choice: 'pass', kind: 'pass', name: 'Pass', note: '' };

const isFainted = ({ condition }: Member): boolean => condition.endsWith(' fnt');
/** `Pikachu, L50, M` → `Pikachu`. */
const speciesOf = ({ details }: Member): string => details.split(',')[0] ?? details;

/** Targets that a player must name, by the kind of the move's target. */
const targetsOf = (battle: Battle, side: Side, place: number, target: string): readonly number[] => {
  if (side.active.length < 2 || !battle.actions.targetTypeChoices(target)) return [];
  const foes = side.foe.active.flatMap((mon, index) => (mon.fainted ? [] : [index + 1]));
  const allies = side.active.flatMap((mon, index) => (mon.fainted ? [] : [-(index + 1)]));
  const source = side.active[place];
  if (source === undefined) return [];
  const valid = [...foes, ...allies].filter((loc) => battle.validTargetLoc(loc, source, target));
  // with nobody left to aim at, any valid place does
  return valid.length > 0
    ? valid
    : [1, 2, -1, -2].filter((loc) => battle.validTargetLoc(loc, source, target));
};

const targetNote = (side: Side, loc: number): string => {
  const mon = loc > 0 ? side.foe.active[loc - 1] : side.active[-loc - 1];
  return mon === undefined
    ? `slot ${Math.abs(loc)}`
    : `${loc > 0 ? 'at' : 'on its own'} ${faceOf(mon).species.name}`;
};

/** The one foe that a move would hit; `undefined`: none, several, or one of its own side. */
const foeHit = ({ foe }: Side, loc: number | undefined): Pokemon | undefined => {
  const living = foe.active.filter(({ fainted }) => !fainted);
  if (loc === undefined) return living.length === 1 ? living[0] : undefined;
  return loc > 0 ? foe.active[loc - 1] : undefined;
};

interface Variant {
  readonly suffix: string;
  readonly name: string;
  readonly target: string;
}

interface Special {
  readonly move: string;
  readonly target: string;
}

/** The ways in which a move can be used now: plain, and by each of the mechanics that a generation has. */
const variantsOf = (active: Active, index: number): readonly Variant[] => {
  const move = active.moves[index];
  if (move === undefined) return [];
  const { move: name, target = '' } = move;
  const max = active.maxMoves?.maxMoves[index];
  const isMaxed = max !== undefined && active.canDynamax !== true;
  const plain = { suffix: '', name: isMaxed ? max.move : name, target: isMaxed ? max.target : target };
  // typed as anything in the package
  const zMove = (active.canZMove as readonly (Special | null)[] | null | undefined)?.[index] ?? undefined;
  const also = (flag: boolean | undefined, suffix: string, label: string): readonly Variant[] =>
    flag === true ? [{ suffix: ` ${suffix}`, name: `${name} + ${label}`, target }] : [];
  return [
    plain,
    ...also(active.canMegaEvo, 'mega', 'Mega Evolution'),
    ...also(active.canMegaEvoX, 'megax', 'Mega Evolution X'),
    ...also(active.canMegaEvoY, 'megay', 'Mega Evolution Y'),
    ...also(active.canUltraBurst, 'ultra', 'Ultra Burst'),
    ...(zMove === undefined ? [] : [{ suffix: ' zmove', name: zMove.move, target: zMove.target }]),
    ...(max !== undefined && active.canDynamax === true && max.disabled !== true
      ? [{ suffix: ' dynamax', name: `${name} + Dynamax`, target: max.target }]
      : []),
    ...also(active.canTerastallize !== undefined, 'terastallize', `Tera ${active.canTerastallize ?? ''}`),
  ];
};

const movesOf = (battle: Battle, side: Side, active: Active, place: number): readonly LegalChoice[] =>
  active.moves.flatMap((move, index) => {
    if (move.disabled === true || (typeof move.disabled === 'string' && move.disabled !== '')) return [];
    const { type } = battle.dex.moves.get(move.id);
    const points = move.pp === undefined ? '' : `${move.pp}/${move.maxpp ?? move.pp} PP`;
    return variantsOf(active, index).flatMap(({ suffix, name, target }): readonly LegalChoice[] => {
      const said = (at: string, note: string, foe: Pokemon | undefined): LegalChoice => {
        const matchup = foe === undefined ? undefined : matchupOf(battle, move.id, foe);
        return {
          choice: `move ${index + 1}${at}${suffix}`,
          kind: 'move',
          name,
          note,
          ...(type === '' ? {} : { type }),
          ...(matchup === undefined ? {} : { matchup }),
        };
      };
      const locs = targetsOf(battle, side, place, target);
      if (locs.length === 0) return [said('', points, foeHit(side, undefined))];
      return locs.map((loc) =>
        said(
          ` ${loc > 0 ? '+' : ''}${loc}`,
          [points, targetNote(side, loc)].filter((part) => part !== '').join(', '),
          foeHit(side, loc),
        ),
      );
    });
  });

const switchesOf = (members: readonly Member[], wantsFainted: boolean): readonly LegalChoice[] =>
  members.flatMap((member, index): readonly LegalChoice[] =>
    member.active || isFainted(member) !== wantsFainted
      ? []
      : [
          {
            choice: `switch ${index + 1}`,
            kind: 'switch',
            name: speciesOf(member),
            note: member.condition,
          },
        ],
  );

const moveSlots = (battle: Battle, side: Side, request: MoveRequest): SideRequest['slots'] => {
  const { pokemon } = request.side;
  const bench = switchesOf(pokemon, false);
  return request.active.map((active, place) => {
    const member = pokemon[place];
    const mon = member === undefined ? '' : speciesOf(member);
    if (member === undefined || isFainted(member) || member.commanding === true) {
      return { mon, choices: [PASS] };
    }
    const moves = movesOf(battle, side, active, place);
    return { mon, choices: active.trapped === true ? moves : [...moves, ...bench] };
  });
};

const switchSlots = (forced: readonly boolean[], members: readonly Member[]): SideRequest['slots'] => {
  const bench = switchesOf(members, false);
  const needed = forced.filter(Boolean).length;
  return forced.map((isForced, place) => {
    const member = members[place];
    const mon = member === undefined ? '' : speciesOf(member);
    if (!isForced) return { mon, choices: [PASS] };
    if (member?.reviving === true) return { mon, choices: switchesOf(members, true) };
    // who has too few left fills what it can
    return { mon, choices: bench.length < needed ? [...bench, PASS] : bench };
  });
};

/** What a side may choose now, with names; `null`: nothing. */
export const requestOf = (battle: Battle, side: Side): SideRequest | null => {
  const request = side.activeRequest;
  if (request === null || request.wait === true || side.requestState === '' || side.isChoiceDone())
    return null;
  if (request.teamPreview === true) {
    const choices = request.side.pokemon.map((member, index): LegalChoice => ({
      choice: `team ${index + 1}`,
      kind: 'team',
      name: speciesOf(member),
      note: 'leads',
    }));
    return { kind: 'team', slots: [{ mon: '', choices }] };
  }
  if (request.forceSwitch !== undefined) {
    return { kind: 'switch', slots: switchSlots(request.forceSwitch, request.side.pokemon) };
  }
  return { kind: 'move', slots: moveSlots(battle, side, request) };
};
