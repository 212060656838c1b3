import { battle } from '#actors/battle/battle.ts';
import { match } from '#actors/match/match.ts';
import { isId } from '#game/shared/ids.ts';
import { askBattle, battleOption, playerName } from '../battle/arena.ts';
import { askMatch } from '../battle/match-arena.ts';
import { liveOf } from '../battle/spectate.ts';
import { type Choice, type CommandContext, type CommandOption, defineCommand } from '../define-command.ts';
import { matching } from '../matching.ts';
import { refuse } from '../rejected.ts';

const REASON_MAX = 100;
/** Battles that are looked through for what was typed. */
const LOOKED_AT = 1_000;

const suggestLive = async (partial: string, context: CommandContext): Promise<readonly Choice[]> => {
  const live = liveOf(context, LOOKED_AT, 'all');
  return matching(
    live.map(({ id, players, stands }) => ({
      label: `${players.map((player) => playerName(player, context)).join(' against ')}, ${stands} (${id})`,
      value: id,
    })),
    partial,
  );
};

/** Which battle; those that run are suggested, private ones too. */
const liveOption: CommandOption = { ...battleOption('id', true), autocomplete: suggestLive };

const stateOf = (context: CommandContext, kind: string, id: string) =>
  context.deps.engine.entity(kind, { realm: context.realm, id })?.status;

/** `/admin battle`: voids a battle; stakes go back, seeds are revealed, both are told. */
export const adminBattle = defineCommand({
  name: 'admin battle',
  summary: 'Void a battle: stakes go back, seeds are revealed, both sides are told',
  ephemeral: true,
  options: [
    liveOption,
    {
      name: 'reason',
      type: 'text',
      description: 'Both sides read it',
      required: true,
      maxLength: REASON_MAX,
    },
  ],
  examples: ['/admin battle id:0mb3k2a9d0x1f2 reason:"Played by a script"'],
  run: async (input, context) => {
    // not by the operator's own view: private battles are voided too
    const id = String(input['id']).trim().toLowerCase();
    if (!isId(id)) {
      return refuse({
        code: 'E_INPUT',
        field: 'id',
        message: '`id` takes the id of a battle, as its card shows it.',
      });
    }
    const place = { realm: context.realm, id };
    if ([battle, match].some(({ kind }) => stateOf(context, kind, id) === 'quarantined')) {
      return refuse({
        code: 'E_FROZEN',
        message: `Battle \`${id}\` is halted. \`/admin actor resume\` brings it back from its log first.`,
      });
    }
    const reason = `an operator ended it: ${String(input['reason'])}`;
    if ((await context.deps.engine.read(battle, place, 'clock', undefined, context)) === undefined) {
      await askMatch(context, id, { type: 'Void', reason });
    } else await askBattle(context, id, { type: 'Void', reason });
    return {
      title: 'Voided',
      tone: 'warn',
      text: `Battle \`${id}\` is void: stakes go back, its seeds are revealed, both sides are told.`,
      ephemeral: true,
    };
  },
});
