import { battle } from '#actors/battle/battle.ts';
import { match } from '#actors/match/match.ts';
import type { Panel } from '#commands/panel.ts';
import { rerun } from '#game/battle/battle-state.ts';
import { replayDigestOf } from '#game/battle/fairness.ts';
import { RULE_BOOK } from '#game/battle/rules.ts';
import { nodeHash } from '#ports/hash.ts';
import type { MatchScreen } from '#surfaces/web/battle-schemas.ts';
import { buttonOf, type ServiceRig, until, wordsOf } from './service-rig.ts';

const REALM = 'home';
const ANSWER_MS = 5_000;

const call = (rig: ServiceRig) => ({
  scope: 'fights',
  deadlineMonoMs: rig.service.desk.deps.clock.monoMs() + ANSWER_MS,
});

/** The battle that a panel is about. */
export const battleIn = (panel: Panel | undefined): string =>
  /Battle ([a-z0-9]+)/.exec(panel?.footer ?? '')?.[1] ?? '';

const pressed = async (rig: ServiceRig, persona: string, panel: Panel, label: string): Promise<void> => {
  const { error } = await rig.press(persona, buttonOf(panel, label).customId);
  if (error !== undefined) throw new Error(`${label}: ${error.code} ${error.message}`);
};

/** Opens a battle with a trainer, a leader or a monster, and starts it. Answers its id. */
export const startNpc = async (rig: ServiceRig, persona: string, options: string): Promise<string> => {
  const card = await rig.run(persona, `/battle npc ${options}`);
  await pressed(rig, persona, card, 'Start');
  return battleIn(card);
};

/** Two people begin a battle with each other. Answers its id. */
export const startDuel = async (
  rig: ServiceRig,
  [first, second]: readonly [string, string],
  options = '',
): Promise<string> => {
  const id = battleIn(await rig.run(first, `/battle challenge user:${second} ${options}`));
  await pressed(rig, second, await rig.run(second, `/battle status battle:${id}`), 'Accept');
  await pressed(rig, first, await rig.run(first, `/battle status battle:${id}`), 'Start');
  return id;
};

export const giveUp = async (rig: ServiceRig, persona: string, id: string): Promise<void> =>
  pressed(rig, persona, await rig.run(persona, `/battle forfeit battle:${id}`), 'Give up');

/** How far a battle of any against any is, as anybody may see it who plays it. */
export const battleView = async (rig: ServiceRig, persona: string, id: string) => {
  const userId = await rig.idOf(persona);
  const view = await rig.service.engine.read(battle, { realm: REALM, id }, 'view', { userId }, call(rig));
  if (view === undefined) throw new Error(`no battle ${id}`);
  return view;
};

/** Plays rounds in which all of these people give an order, until the battle is over or so many ticks are played. */
export const playRounds = async (
  rig: ServiceRig,
  people: readonly [string, ...string[]],
  id: string,
  ticks: number,
): Promise<void> => {
  for (;;) {
    const { status, tick } = await battleView(rig, people[0], id);
    if (status !== 'live' || tick >= ticks) return;
    for (const persona of people) await rig.say(persona, `/battle move choice:move1 battle:${id}`);
    await until(`the round after tick ${tick} of ${id}`, async () => {
      const now = await battleView(rig, people[0], id);
      return now.status !== 'live' || now.tick > tick;
    });
  }
};

export const matchScreen = (rig: ServiceRig, id: string, persona?: string): Promise<MatchScreen> =>
  rig.json(`/api/matches/${id}${persona === undefined ? '' : `?persona=${persona}`}`);

/** The match once it asks somebody for a choice, or is over. */
export const asking = async (rig: ServiceRig, id: string, persona: string): Promise<MatchScreen> => {
  let seen = await matchScreen(rig, id, persona);
  await until(`something to choose in ${id}`, async () => {
    seen = await matchScreen(rig, id, persona);
    const { view, position } = seen;
    return view.status !== 'live' || (position !== undefined && position.request !== null);
  });
  return seen;
};

/** Gives one choice once it is asked for, a move where there is one. Answers whether there was anything to choose. */
export const chooseOnce = async (rig: ServiceRig, persona: string, id: string): Promise<boolean> => {
  const { view, position } = await asking(rig, id, persona);
  if (view.status !== 'live') return false;
  const choices = position?.request?.slots[0]?.choices ?? [];
  const wanted = choices.find(({ kind }) => kind === 'move') ?? choices[0];
  await rig.run(persona, `/battle move battle:${id} choice:"${wanted?.choice ?? 'default'}"`);
  return true;
};

/** Gives choices against one of ours until the match is over or so many have been given. */
export const playMatch = async (
  rig: ServiceRig,
  persona: string,
  id: string,
  most: number,
): Promise<MatchScreen> => {
  for (let n = 0; n < most && (await chooseOnce(rig, persona, id)); n += 1);
  return asking(rig, id, persona);
};

/** A moment of a battle of any against any: so many ticks, after so many orders, and the hash of its state then. */
export interface CrossMoment {
  readonly tick: number;
  readonly orders: number;
  readonly hash: number;
}

/** Plays the log of a battle again up to a moment, by default to where it stands now. */
export const crossMoment = async (
  rig: ServiceRig,
  id: string,
  at?: Pick<CrossMoment, 'tick' | 'orders'>,
): Promise<CrossMoment> => {
  const copy = await rig.service.engine.read(battle, { realm: REALM, id }, 'copy', undefined, call(rig));
  const { tick, orders } = at ?? { tick: copy.tick, orders: copy.orders.length };
  const played = rerun({ ...copy, tick, orders: copy.orders.slice(0, orders) }, RULE_BOOK);
  if (played === undefined) throw new Error(`${id} has not begun, or by rules that nobody knows`);
  return { tick, orders, hash: played.hash };
};

/** A moment of a match: so many inputs, and the hash of the position that its rules make of them. */
export interface MatchMoment {
  readonly inputs: number;
  readonly hash: string;
}

/** Plays the log of a match again up to a moment, by default to where it stands now. */
export const matchMoment = async (rig: ServiceRig, id: string, upTo?: number): Promise<MatchMoment> => {
  const place = { realm: REALM, id };
  const course = await rig.service.engine.read(match, place, 'course', undefined, call(rig));
  if (course === undefined) throw new Error(`${id} has not begun`);
  const inputs = course.inputs.slice(0, upTo ?? course.inputs.length);
  const { pokemon, osrs } = rig.service.matchRules;
  const { setup } = course;
  const ruling = await (setup.rules === 'pokemon'
    ? pokemon.restore(setup, inputs)
    : osrs.restore(setup, inputs));
  if (!ruling.ok) throw new Error(`${id}: ${ruling.rejection.message}`);
  return { inputs: inputs.length, hash: ruling.position.hash };
};

/** The digest of the replay of a battle or match that is over, as one of its players gets it. */
export const replayDigest = async (rig: ServiceRig, id: string, persona: string): Promise<string> => {
  const args = { userId: await rig.idOf(persona) };
  const place = { realm: REALM, id };
  const { engine } = rig.service;
  const replay =
    (await engine.read(battle, place, 'replay', args, call(rig))) ??
    (await engine.read(match, place, 'replay', args, call(rig)));
  if (replay === undefined) throw new Error(`no replay of ${id}`);
  return replayDigestOf(replay, nodeHash);
};

/** What `/battle verify` says: the battle is played again from seeds and inputs. */
export const verifiedWords = async (rig: ServiceRig, persona: string, id: string): Promise<string> =>
  wordsOf(await rig.run(persona, `/battle verify id:${id}`));
