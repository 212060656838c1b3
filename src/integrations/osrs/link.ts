import { type CommandDefinition, defineCommand } from '#commands/define-command.ts';
import { combatLevelOf } from '#game/osrs/skills.ts';
import { sealed } from '#game/shared/sealed.ts';
import { demoPlayers } from './demo-source.ts';
import type { HiscoresClient } from './hiscores.ts';
import { levelsOf } from './hiscores-schema.ts';
import { serviceOption } from './options.ts';
import { askAdventurer, findPlayer, tellLevels, typedPlayer } from './person.ts';

/** `/profile link`: claims an OSRS account by its name. */
export const profileLink = (client: HiscoresClient): CommandDefinition =>
  defineCommand({
    name: 'profile link',
    summary: 'Link your account of another game',
    options: [
      serviceOption,
      {
        name: 'name',
        type: 'text',
        description: 'What you are called there',
        takes: 'your name in the game, for example `Zezima`',
        required: true,
        maxLength: 40,
        autocomplete: async (partial) =>
          client.isDemo
            ? demoPlayers
                .filter((player) => player.includes(partial.toLowerCase()))
                .map((player) => ({ label: `${player} (demo)`, value: player }))
            : [],
      },
    ],
    cooldown: { burst: 5, perSecond: 0.1 },
    ephemeral: true,
    asksOutside: true,
    examples: ['/profile link service:osrs name:zezima'],
    run: async ({ name }, context) => {
      const player = typedPlayer(String(name), 'name');
      const found = await findPlayer(client, player, 'name', context);
      const { linkNo } = await askAdventurer(context, {
        type: 'Link',
        account: sealed(context.userId, player),
      });
      await tellLevels(context, found, { linkNo, levels: {}, readAtMs: 0 });
      const combat = combatLevelOf(levelsOf(found.hiscores.skills));
      return {
        title: `Linked: ${player}`,
        tone: 'good',
        text: [
          `Combat level ${combat}. You have common gear for your levels at once: \`/osrs gear view\`.`,
          'The account counts as **claimed**: nobody has proven that it is theirs, and others may claim it too.',
        ].join('\n\n'),
        ...(client.isDemo ? { footer: 'Demo figures: this playground asks nobody outside' } : {}),
        ephemeral: true,
      };
    },
  });
