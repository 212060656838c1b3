import { battle } from '#actors/battle/battle.ts';
import { ladder } from '#actors/ladder/ladder.ts';
import { lobby } from '#actors/lobby/lobby.ts';
import type { LobbyCommand, LobbyReply, WaitView } from '#game/battle/lobby-protocol.ts';
import { callOf } from '../call.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { refuse, unwrap } from '../rejected.ts';
import { currentBattle, readBattle } from './arena.ts';
import { battlePanel } from './battle-panel.ts';
import { battleButton } from './fight-button.ts';
import { showEither } from './either.ts';
import { lineupOf, teamOption } from './fighters.ts';

/** The rule set whose lobby this is; nobody waits for another one yet. */
const RULE_SET = 'cross';

const lobbyPlace = ({ realm }: CommandContext) => ({ realm, id: RULE_SET });

const askLobby = async (context: CommandContext, command: LobbyCommand): Promise<LobbyReply> =>
  unwrap(await context.deps.engine.ask(lobby, lobbyPlace(context), command, callOf(context)));

const secondsText = (ms: number): string => `${Math.max(1, Math.round(ms / 1_000))} s`;

const waitPanel = (context: CommandContext, wait: WaitView): Panel => ({
  title: 'You wait in the lobby',
  text: 'As soon as somebody of about your rating is there, both of you press Ready. You are told.',
  fields: [
    { name: 'Waited', value: secondsText(wait.waitedMs), inline: true },
    { name: 'Usual wait', value: secondsText(wait.estimateMs), inline: true },
    { name: 'Waiting', value: String(wait.waiting), inline: true },
    {
      name: 'Rating',
      value: wait.band === null ? `${wait.rating}, anybody will do` : `${wait.rating} ± ${wait.band}`,
      inline: true,
    },
  ],
  controls: [
    [
      battleButton(context, 'queue', RULE_SET, { label: 'Refresh', style: 'secondary' }),
      battleButton(context, 'leave', RULE_SET, { label: 'Leave', style: 'danger' }),
    ],
  ],
  ephemeral: true,
});

/** How the caller's waiting stands, or the battle that came of it. @throws CommandRejection E_GONE; Fault */
export const queuePanel = async (context: CommandContext): Promise<Panel> => {
  const args = { userId: context.userId };
  const wait = await context.deps.engine.read(lobby, lobbyPlace(context), 'wait', args, context);
  if (wait !== undefined) return waitPanel(context, wait);
  const current = await currentBattle(context);
  if (current !== undefined) return showEither(context, current.id);
  return refuse({
    code: 'E_GONE',
    message: 'You do not wait in the lobby. `/battle queue` takes you there.',
  });
};

/** Takes the caller out. @throws CommandRejection E_GONE; Fault */
export const leavePanel = async (context: CommandContext): Promise<Panel> => {
  await askLobby(context, { type: 'Leave' });
  return { title: 'You have left the lobby', text: '`/battle queue` takes you back.', ephemeral: true };
};

/** `/battle queue`: wait for somebody of about the same rating. */
export const battleQueue = defineCommand({
  name: 'battle queue',
  summary: 'Wait for an opponent of about your rating',
  options: [teamOption],
  ephemeral: true,
  examples: ['/battle queue', '/battle queue team:loan:mossback'],
  run: async (input, context) => {
    const busy = await currentBattle(context);
    // what is only offered can still be refused
    if (busy !== undefined && busy.status !== 'open') {
      return refuse({
        code: 'E_BUSY',
        message: `You are in a battle already: \`/battle status battle:${busy.id}\`. End it first.`,
      });
    }
    const lineup = await lineupOf(input, context, { isEven: true });
    const place = { realm: context.realm, id: RULE_SET };
    const { rating } = await context.deps.engine.read(ladder, place, 'rating', context.userId, context);
    const reply = await askLobby(context, { type: 'Join', rating, lineup });
    if (reply.type !== 'Matched') return queuePanel(context);
    // its battle is opened by the lobby's next word
    const view = await context.deps.engine.waitFor(
      battle,
      { realm: context.realm, id: reply.battleId },
      'view',
      { userId: context.userId },
      context,
    );
    return view === undefined
      ? {
          title: 'Somebody is there',
          text: '`/battle status` shows your battle in a moment.',
          ephemeral: true,
        }
      : battlePanel(context, await readBattle(context, reply.battleId), 'Somebody is there: press Ready.');
  },
});

/** `/battle leave`: out of the lobby. */
export const battleLeave = defineCommand({
  name: 'battle leave',
  summary: 'Wait no longer for an opponent',
  options: [],
  ephemeral: true,
  examples: ['/battle leave'],
  run: (_input, context) => leavePanel(context),
});
