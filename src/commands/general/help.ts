import { type CommandDefinition, type CommandOption, defineCommand, type Choice } from '../define-command.ts';
import { ERROR_CODES } from '#game/shared/errors.ts';
import { rolesFor } from '../access.ts';
import { ACCESS } from '../access-table.ts';
import { TITLES } from '../error-panel.ts';
import { nearest } from '../nearest.ts';
import { acceptedForm, shown } from '../options.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { WHAT_TO_DO } from './error-codes.ts';
import type { Topic } from './topics.ts';

const usage = ({ name, options }: CommandDefinition): string => {
  const parts = options.map((option) => (option.required === true ? `${option.name}:` : `[${option.name}:]`));
  return `/${[name, ...parts].join(' ')}`;
};

const optionRow = (option: CommandOption): readonly string[] => [
  option.name,
  acceptedForm(option).replaceAll('`', ''),
  option.required === true ? 'yes' : 'no',
  option.description,
];

const footerOf = ({ name }: CommandDefinition): Pick<Panel, 'footer'> => {
  const [role] = rolesFor(ACCESS, 'commands', name);
  return role === undefined || role === 'member' ? {} : { footer: `Needs the role ${role}` };
};

const commandPage = (definition: CommandDefinition): Panel => ({
  title: `/${definition.name}`,
  text: [definition.summary, '', ...definition.examples.map((example) => `\`${example}\``)].join('\n'),
  ...(definition.options.length === 0
    ? {}
    : {
        tables: [
          {
            caption: 'Options',
            columns: [{ label: 'Name' }, { label: 'Accepts' }, { label: 'Needed' }, { label: 'What it is' }],
            rows: definition.options.map(optionRow),
          },
        ],
      }),
  ...footerOf(definition),
  ephemeral: true,
});

const listPage = (title: string, text: string, commands: readonly CommandDefinition[]): Panel => ({
  title,
  text,
  tables: [
    {
      columns: [{ label: 'Command' }, { label: 'What it does' }, { label: 'Example' }],
      rows: commands.map((command) => [usage(command), command.summary, command.examples[0] ?? '']),
    },
  ],
  ...(commands[0] === undefined ? {} : { footer: `More about one: /help topic:${commands[0].name}` }),
  ephemeral: true,
});

const ERRORS = 'errors';

const errorsPage = (): Panel => ({
  title: 'Error codes',
  text: 'Every no carries one of these codes and a trace id that finds it in the log of the service.',
  tables: [
    {
      columns: [{ label: 'Code' }, { label: 'What it means' }, { label: 'What to do' }],
      rows: ERROR_CODES.map((code) => [code, TITLES[code], WHAT_TO_DO[code]]),
    },
  ],
  ephemeral: true,
});

/** What was probably meant: a command that ends or begins with the word, else what is written most like it. */
const meantBy = (topic: string, names: readonly string[]): string | undefined =>
  names.find((name) => name.endsWith(` ${topic}`)) ??
  names.find((name) => topic.length > 1 && name.split(' ').some((word) => word.startsWith(topic))) ??
  nearest(topic, names) ??
  names.find((name) => nearest(topic, name.split(' ')) !== undefined);

const overview = (topics: readonly Topic[]): Panel => ({
  title: 'What you can do here',
  text: 'Type a slash and the command; suggestions help with the rest.',
  fields: topics.map(({ name, title, commands }) => ({
    name: title,
    value: `${commands.map((command) => `\`/${command}\``).join(', ')}\nMore: \`/help topic:${name}\``,
  })),
  footer: 'Every command by name: /help topic:all; error codes: /help topic:errors',
  ephemeral: true,
});

/** `/help`, about the given commands: by task, by area, or one command with runnable examples. */
export const helpOn = (
  all: () => readonly CommandDefinition[],
  topics: readonly Topic[],
): CommandDefinition => {
  const names = (): readonly string[] => [
    ...topics.map((topic) => topic.name),
    'all',
    ERRORS,
    ...all().map((command) => command.name),
  ];
  const suggest = async (partial: string): Promise<readonly Choice[]> => {
    const wanted = partial.toLowerCase().replace(/^\//, '');
    return names()
      .filter((name) => name.includes(wanted))
      .slice(0, 25)
      .map((name) => ({ label: name, value: name }));
  };
  const pageOf = (topic: string): Panel | undefined => {
    const task = topics.find((known) => known.name === topic);
    if (task !== undefined) {
      const commands = task.commands.flatMap((name) => all().filter((command) => command.name === name));
      return listPage(task.title, task.text, commands);
    }
    if (topic === ERRORS) return errorsPage();
    if (topic === 'all') return listPage('Every command', 'In the order of their areas.', all());
    const exact = all().find((command) => command.name === topic);
    if (exact !== undefined) return commandPage(exact);
    const below = all().filter((command) => command.name.startsWith(`${topic} `));
    return below.length === 0 ? undefined : listPage(`/${topic}`, 'It goes on with:', below);
  };
  return defineCommand({
    name: 'help',
    summary: 'What you can do here, by task or by command',
    ephemeral: true,
    options: [
      {
        name: 'topic',
        type: 'text',
        description: 'A task or a command, for example pets or eco pay',
        takes: 'a task or a command, for example `pets` or `eco pay`',
        autocomplete: suggest,
      },
    ],
    examples: ['/help', '/help topic:pets', '/help topic:eco pay'],
    run: async (input) => {
      if (typeof input['topic'] !== 'string') return overview(topics);
      const topic = input['topic'].toLowerCase().replace(/^\//, '').replaceAll(/\s+/g, ' ').trim();
      const page = pageOf(topic);
      if (page !== undefined) return page;
      const guess = meantBy(topic, names());
      return refuse({
        code: 'E_INPUT',
        field: 'topic',
        message: `There is no help on “${shown(topic)}”. ${guess === undefined ? 'Type `/help` for the topics.' : `Did you mean \`/help topic:${guess}\`?`}`,
      });
    },
  });
};
