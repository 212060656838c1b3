import { isId } from '#game/shared/ids.ts';
import { type CommandOption, defineCommand } from '../define-command.ts';
import type { Deps } from '../deps.ts';
import { shown } from '../options.ts';
import { calling, refuse } from '../rejected.ts';
import type { DeadLetter } from '#ports/dead-letters.ts';

const LISTED_MAX = 25;

const letterOption: CommandOption = {
  name: 'id',
  type: 'text',
  description: 'Id of the dead letter',
  takes: 'the id of a dead letter, as `/admin job list` shows it',
  required: true,
  maxLength: 14,
  autocomplete: async (partial, { deps }) =>
    (await deps.deadLetters.list(LISTED_MAX))
      .filter((letter) => letter.id.startsWith(partial))
      .map(({ id, command, stream }) => ({
        label: `${id}: ${command.type} for ${stream}`.slice(0, 100),
        value: id,
      })),
};

/** @throws CommandRejection E_INPUT, E_GONE */
const letterOf = async (deps: Deps, id: unknown): Promise<DeadLetter> => {
  const text = String(id).toLowerCase();
  if (!isId(text)) {
    return refuse({
      code: 'E_INPUT',
      field: 'id',
      message: `\`id\` cannot be “${shown(text)}”: it takes 1 to 14 characters a-z and 0-9.`,
    });
  }
  return (
    (await deps.deadLetters.get(text)) ??
    refuse({
      code: 'E_GONE',
      message: `There is no dead letter \`${text}\`. \`/admin job list\` shows those that wait.`,
    })
  );
};

/** `/admin job list`: commands that could not be handled, newest first. Their contents are not shown. */
export const jobList = defineCommand({
  name: 'admin job list',
  summary: 'Commands that could not be handled and wait for you',
  ephemeral: true,
  options: [],
  examples: ['/admin job list'],
  run: async (_input, { deps }) => {
    const [letters, count] = await Promise.all([deps.deadLetters.list(LISTED_MAX), deps.deadLetters.count()]);
    if (count === 0)
      return { title: 'Dead letters', tone: 'good', text: 'None: nothing waits for you.', ephemeral: true };
    return {
      title: 'Dead letters',
      tone: 'warn',
      tables: [
        {
          columns: [
            { label: 'Id' },
            { label: 'Command' },
            { label: 'For' },
            { label: 'Error' },
            { label: 'Tries', align: 'right' },
            { label: 'Since' },
          ],
          rows: letters.map((letter) => [
            letter.id,
            letter.command.type,
            letter.stream,
            shown(letter.error),
            String(letter.attempts),
            `<t:${Math.floor(letter.at / 1_000)}:R>`,
          ]),
        },
      ],
      footer: `${letters.length} of ${count}. Replay one: /admin job replay id:…`,
      ephemeral: true,
    };
  },
});

/** `/admin job replay`: gives a dead letter's command to its entity again, under its own id, so at most once in all. */
export const jobReplay = defineCommand({
  name: 'admin job replay',
  summary: 'Gives a dead letter to its entity again, at most once in all',
  ephemeral: true,
  options: [letterOption],
  examples: ['/admin job replay id:a1b2c3'],
  run: async (input, { deps }) => {
    const letter = await letterOf(deps, input['id']);
    const answer = await deps.engine.replay(letter.id);
    const what = `\`${letter.command.type}\` for \`${letter.stream}\``;
    return answer.ok
      ? {
          title: 'Replayed',
          tone: 'good',
          text: `${what} was carried out. The letter is gone.`,
          ephemeral: true,
        }
      : {
          title: 'Answered with a no',
          tone: 'warn',
          text: `${what} was answered with ${answer.rejection.code}: ${calling(answer.rejection, 'Your pet').message} The letter is gone.`,
          ephemeral: true,
        };
  },
});

/** `/admin job drop`: throws a dead letter away. */
export const jobDrop = defineCommand({
  name: 'admin job drop',
  summary: 'Throws a dead letter away: its command will never be carried out',
  ephemeral: true,
  options: [letterOption],
  examples: ['/admin job drop id:a1b2c3'],
  run: async (input, { deps }) => {
    const letter = await letterOf(deps, input['id']);
    await deps.deadLetters.remove(letter.id);
    return {
      title: 'Dropped',
      text: `\`${letter.command.type}\` for \`${letter.stream}\` will never be carried out.`,
      ephemeral: true,
    };
  },
});
