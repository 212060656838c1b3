import { ladder } from '#actors/ladder/ladder.ts';
import type { Answer } from '#actors/kit/engine-api.ts';
import { lobby } from '#actors/lobby/lobby.ts';
import { battle } from '#actors/battle/battle.ts';
import { match } from '#actors/match/match.ts';
import type { Entry, LobbyCommand, LobbyReply, WaitView } from '#game/battle/lobby-protocol.ts';
import { callOf } from '../call.ts';
import { type CommandContext, defineCommand, type Input } from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { refuse, unwrap } from '../rejected.ts';
import { battlePlace, currentBattle } from './arena.ts';
import { battleButton } from './fight-button.ts';
import { showEither, withEither } from './either.ts';
import { lineupOf, teamOption } from './fighters.ts';
import { formatOption, queueForPokemon, refuseFormat, rulesOption } from './match-opening.ts';
import { battlePanel } from './battle-panel.ts';
import { showMatch } from './match-playing.ts';

/** Rule sets that people wait for, each in a lobby of its own. */
const LOBBIES = ['cross', 'pokemon'] as const;
type Rules = (typeof LOBBIES)[number];

const NOT_WAITING = {
  code: 'E_GONE',
  message: 'You do not wait in the lobby. `/battle queue` takes you there.',
} as const;

const lobbyPlace = ({ realm }: CommandContext, rules: Rules) => ({ realm, id: rules });

const askLobby = (
  context: CommandContext,
  rules: Rules,
  command: LobbyCommand,
  step?: string,
): Promise<Answer<LobbyReply>> =>
  context.deps.engine.ask(lobby, lobbyPlace(context, rules), command, callOf(context, step));

const secondsText = (ms: number): string => `${Math.max(1, Math.round(ms / 1_000))} s`;

const waitPanel = (context: CommandContext, rules: Rules, wait: WaitView): Panel => ({
  title: 'You wait in the lobby',
  text: 'As soon as somebody of about your rating is there, both of you press Ready. You are told.',
  fields: [
    { name: 'Rules', value: rules, inline: true },
    ...(wait.format === null ? [] : [{ name: 'Format', value: wait.format, inline: true }]),
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
      battleButton(context, 'queue', rules, { label: 'Refresh', style: 'secondary' }),
      battleButton(context, 'leave', rules, { label: 'Leave', style: 'danger' }),
    ],
  ],
  ephemeral: true,
});

/** Where the caller waits, and how that stands; `undefined`: nowhere. @throws Fault */
const readWait = async (
  context: CommandContext,
): Promise<{ readonly rules: Rules; readonly wait: WaitView } | undefined> => {
  const args = { userId: context.userId };
  const waits = await Promise.all(
    LOBBIES.map((rules) =>
      context.deps.engine.read(lobby, lobbyPlace(context, rules), 'wait', args, context),
    ),
  );
  return waits.flatMap((wait, n) => {
    const rules = LOBBIES[n];
    return wait === undefined || rules === undefined ? [] : [{ rules, wait }];
  })[0];
};

/** How the caller's waiting stands, or the battle that came of it. @throws CommandRejection E_GONE; Fault */
export const queuePanel = async (context: CommandContext): Promise<Panel> => {
  const waits = await readWait(context);
  if (waits !== undefined) return waitPanel(context, waits.rules, waits.wait);
  const current = await currentBattle(context);
  if (current !== undefined) return showEither(context, current.id);
  return refuse(NOT_WAITING);
};

/** Takes the caller out. Every lobby is asked, so that the same command says the same again. @throws CommandRejection E_GONE; Fault */
export const leavePanel = async (context: CommandContext): Promise<Panel> => {
  const leave = (rules: Rules, step?: string): Promise<Answer<LobbyReply>> =>
    askLobby(context, rules, { type: 'Leave' }, step);
  const answers = [await leave('cross'), await leave('pokemon', 'pokemon')];
  if (!answers.some(({ ok }) => ok)) for (const answer of answers) unwrap(answer);
  return { title: 'You have left the lobby', text: '`/battle queue` takes you back.', ephemeral: true };
};

/** @throws CommandRejection E_BUSY */
const refuseBusy = async (context: CommandContext, rules: Rules): Promise<void> => {
  const busy = await currentBattle(context);
  // what is only offered can still be refused
  if (busy !== undefined && busy.status !== 'open') {
    refuse({
      code: 'E_BUSY',
      message: `You are in a battle already: \`/battle status battle:${busy.id}\`. End it first.`,
    });
  }
  const elsewhere = await readWait(context);
  // whoever waits in this very lobby hears so from itself
  if (elsewhere !== undefined && elsewhere.rules !== rules)
    refuse({ code: 'E_BUSY', message: 'You wait already. `/battle leave` takes you out.' });
};

const FOUND = 'Somebody is there: press Ready.';

/** The battle that the lobby opens with its next word. @throws Fault */
const showMatched = async (context: CommandContext, rules: Rules, id: string): Promise<Panel> => {
  const { engine } = context.deps;
  const [place, args] = [battlePlace(context, id), { userId: context.userId }];
  const view =
    rules === 'cross'
      ? await engine.waitFor(battle, place, 'view', args, context)
      : await engine.waitFor(match, place, 'view', args, context);
  if (view === undefined) {
    return {
      title: 'Somebody is there',
      text: '`/battle status` shows your battle in a moment.',
      ephemeral: true,
    };
  }
  return withEither(context, id, {
    battle: (seen) => battlePanel(context, seen, FOUND),
    match: (seen) => showMatch(context, seen, { note: FOUND }),
  });
};

/** What the caller waits with. @throws CommandRejection, Fault */
const entryOf = async (input: Input, context: CommandContext, rules: Rules): Promise<Entry> => {
  if (rules === 'pokemon') return queueForPokemon(input, context);
  refuseFormat(input);
  return { lineup: await lineupOf(input, context, { isEven: true }), pokemon: null };
};

/** `/battle queue`: wait for somebody of about the same rating. */
export const battleQueue = defineCommand({
  name: 'battle queue',
  summary: 'Wait for an opponent of about your rating',
  options: [teamOption, rulesOption, formatOption],
  ephemeral: true,
  examples: [
    '/battle queue',
    '/battle queue team:loan:mossback',
    '/battle queue rules:pokemon format:gen9randombattle',
  ],
  run: async (input, context) => {
    const rules: Rules = input['rules'] === 'pokemon' ? 'pokemon' : 'cross';
    await refuseBusy(context, rules);
    const entry = await entryOf(input, context, rules);
    const place = { realm: context.realm, id: rules };
    const { rating } = await context.deps.engine.read(ladder, place, 'rating', context.userId, context);
    const reply = unwrap(await askLobby(context, rules, { type: 'Join', rating, ...entry }));
    return reply.type === 'Matched' ? showMatched(context, rules, reply.battleId) : queuePanel(context);
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
