import { FAKE_TOKEN, openFakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import type { CommandJson } from '#test/support/fake-discord/command-form.ts';
import type { FakeUser } from '#test/support/fake-discord/world.ts';
import type { Drive, FakeOrder, FromFake, Minted, ToFake } from './discord-words.ts';

/** A fake Discord in a process of its own; deadlines are wide, because what is measured is work and not waiting. */
const order = JSON.parse(process.argv[2] ?? '{}') as FakeOrder;
const LIMITS = { ackMs: 600_000, tokenMs: 3_600_000 };
const say = (word: FromFake): void => void process.send?.(word);
const fake = await openFakeDiscord({ limits: LIMITS, onRequest: () => undefined });
const { world, people } = fake;
const channels = Array.from({ length: order.guilds }, (_, n) => {
  const guild = world.addGuild(`Guild ${n}`, 'en-US', order.roles);
  const rooms = Array.from({ length: order.channels }, (__, room) =>
    world.addChannel({ type: 0, name: `room-${room}`, guildId: guild.id }),
  );
  return rooms[0] ?? fake.channel;
});
const users = new Map<number, FakeUser>();

const userOf = (n: number): FakeUser => {
  const user = users.get(n) ?? world.addUser(`person${n.toString(36)}`);
  users.set(n, user);
  return user;
};

const byOf = (n: number) => ({ user: userOf(n), channel: channels[n % channels.length] ?? fake.channel });

/** Nothing of what is over is kept: the fake must not grow slow. */
const forget = (): void => {
  fake.interactions.forget();
  world.messages.clear();
};

const drive = async ({ command, from, count, people: all, inFlight }: Drive): Promise<number> => {
  let next = 0;
  let answered = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const person = (from + next) % all;
      next += 1;
      const { message } = await people.slash(byOf(person), command).answer;
      if (message !== undefined) answered += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  forget();
  return answered;
};

const mint = (count: number, command: string): readonly Minted[] => {
  forget();
  return Array.from({ length: count }, (_, n) => {
    const { id, token } = people.slash(byOf(n), command).interaction;
    return { id, token, applicationId: world.applicationId };
  });
};

const hear = async (word: ToFake): Promise<void> => {
  if ('drive' in word) say({ answered: await drive(word.drive) });
  else say({ minted: mint(word.mint, order.command ?? '') });
};

if (order.command !== undefined) {
  const [name = '', ...words] = order.command.split(' ');
  const branches = words.map((word) => ({ type: 1, name: word, description: 'A bench' }));
  const command: CommandJson = { id: '1', name, type: 1, description: 'A bench', options: branches };
  fake.commands.set('global', [command]);
}
process.on('message', (word: ToFake) => void hear(word));
process.on('disconnect', () => process.exit(0));
say({ api: fake.api, token: FAKE_TOKEN });
