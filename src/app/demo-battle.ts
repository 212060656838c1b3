import { battle } from '#actors/battle/battle.ts';
import { entityIdOf } from '#commands/entity-id.ts';
import type { Desk } from '#commands/desk.ts';
import { trainerLineup } from '#game/battle/trainer-lineup.ts';
import { TRAINERS } from '#game/battle/trainers.ts';

/** In whose name the hall's trainers are asked to fight. */
const BY = 'playground:0:hall';
const LOOK_EVERY_MS = 3_000;
const ANSWER_MS = 5_000;
const SIDE = 3;

/** Two trainers whose numbers lie close, so that the battle is worth watching; another pair each time. */
const pairOf = (round: number) => {
  const first = TRAINERS[round % (TRAINERS.length - 1)];
  const second = TRAINERS[(round % (TRAINERS.length - 1)) + 1];
  return first === undefined || second === undefined ? undefined : ([first, second] as const);
};

/**
 * Keeps a battle between two trainers running in the playground, for whoever looks. `known` resolves when the battles that ran
 * when the last process ended run again. Returns the way to stop.
 */
export const keepBattleRunning = (
  desk: Desk,
  realm: string,
  known: Promise<void>,
  onError: (error: unknown) => void,
): (() => void) => {
  const { deps } = desk;
  let round = deps.clock.nowMs() % TRAINERS.length;
  let isOver = false;
  let cancel = (): void => undefined;

  const start = async (): Promise<void> => {
    const pair = pairOf(round);
    round += 1;
    if (pair === undefined) return;
    const key = desk.mintKey();
    const call = (step: string) => ({
      commandId: `${BY}/${key}${step}`,
      by: BY,
      scope: 'hall',
      deadlineMonoMs: deps.clock.monoMs() + ANSWER_MS,
    });
    const place = { realm, id: entityIdOf({ commandId: `${BY}/${key}` }) };
    const [first, second] = pair;
    const [lineup, answer] = await Promise.all([trainerLineup(first, SIDE), trainerLineup(second, SIDE)]);
    const opened = await deps.engine.ask(
      battle,
      place,
      {
        type: 'Open',
        tempo: 'live',
        players: [
          { kind: 'trainer', trainerId: first.id },
          { kind: 'trainer', trainerId: second.id },
        ],
        lineup,
        answer,
        stake: 0,
        isPrivate: false,
        isEven: false,
      },
      call(''),
    );
    if (opened.ok) await deps.engine.ask(battle, place, { type: 'Begin', seed: key }, call('.begin'));
  };

  const look = async (): Promise<void> => {
    const isEmpty = !deps.battles
      .live(realm, TRAINERS.length)
      .some(({ players }) => players.every(({ kind }) => kind === 'trainer'));
    try {
      if (isEmpty) await start();
    } catch (error) {
      if (!isOver) onError(error);
    }
    if (!isOver) cancel = deps.clock.after(LOOK_EVERY_MS, () => void look());
  };
  void known.then(() => (isOver ? undefined : look()));
  return () => {
    isOver = true;
    cancel();
  };
};
