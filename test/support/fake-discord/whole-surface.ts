import { afterAll, beforeAll, expect, it } from 'vitest';
import { guildhallTree } from '#commands/index.ts';
import type { Desk } from '#commands/desk.ts';
import { integrations } from '#app/integrations.ts';
import { closeRigs, movableClock, until } from '../service-rig.ts';
import { type FakeDiscord, openFakeDiscord } from './fake-discord.ts';
import { openDiscordHall } from './hall-rig.ts';
import { newSigning, sendSigned } from './signing.ts';
import { Story } from './story.ts';
import type { FakeUser } from './world.ts';

const tree = guildhallTree(
  integrations({ playground: true, publicUrl: undefined, osrsUrl: undefined, version: 'test' }),
);
const TIMEOUT_MS = 60_000;

let fake: FakeDiscord;
let desk: Desk;
let story: Story;
let ash: FakeUser;
let misty: FakeUser;
let brock: FakeUser;
let gary: FakeUser;
let noticed: readonly string[] = [];
/** Answers of what a guild has switched off. */
const refused: string[] = [];
const clock = movableClock();
/** Signed requests, and what they were answered with. */
let sent = 0;
const statuses = new Set<number>();

/** Where interactions come from: one connection of the real client, or signed requests. */
type Source = 'client' | 'http';

const openHall = async (source: Source): Promise<void> => {
  const signing = newSigning();
  let url = '';
  fake = await openFakeDiscord(
    source === 'client'
      ? {}
      : {
          deliver: (payload) => {
            sent += 1;
            void sendSigned(url, signing, payload, {}, clock.nowMs()).then(({ status }) =>
              statuses.add(status),
            );
          },
        },
  );
  [ash, misty, brock, gary] = ['red', 'blue', 'gold', 'silver'].map((name) => fake.world.addUser(name)) as [
    FakeUser,
    FakeUser,
    FakeUser,
    FakeUser,
  ];
  const hall = await openDiscordHall(fake, {
    clock,
    owners: [`discord:${brock.id}`],
    ...(source === 'client' ? {} : { publicKey: signing.publicKey }),
  });
  ({ desk, noticed } = hall);
  url = hall.surface.url ?? '';
};

const HOUR_MS = 3_600_000;

/** A control that shows itself only in states that are hard to come by, for somebody who has been here. */
const control = (user: FakeUser, feature: string, verb: string, entity = '-', revision = 0): string => {
  const [owner = ''] = desk.directory.called(user.username);
  return desk.deps.customIds.encode({ feature, verb, entity, revision, owner, nonce: desk.mintKey() });
};

const receiptIn = (words: string): string => /Receipt\W+(\w{5,})/.exec(words)?.[1] ?? '';
const battleIn = (words: string): string => /Battle (\w{14})/.exec(words)?.[1] ?? '';

const play = async (): Promise<void> => {
  for (const user of [ash, misty, brock, gary]) await story.say(user, 'help');
  await money();
  await pets();
  await profiles();
  await runescape();
  await pokemon();
  await battles();
  await matches();
  await lobby();
  await guilds();
  await operators();
};

/** Asks again until the answer offers a control: read models follow their log, and may be a moment behind. */
const sayUntil = (user: FakeUser, name: string, offered: string): Promise<void> =>
  until(`${offered} on /${name}`, async () => {
    await story.say(user, name);
    return story.controls(user).includes(offered);
  });

const money = async (): Promise<void> => {
  await story.say(ash, 'help', { topic: 'pets' });
  await story.say(ash, 'status', { share: true });
  await story.say(ash, 'eco balance', { user: misty });
  await story.say(ash, 'eco daily');
  await story.say(ash, 'eco shop');
  await story.use(ash, 'eco.shop', 'Toys');
  await story.say(ash, 'eco buy', { item: 'honeyberry', quantity: '6' });
  await story.use(ash, 'quote.confirm');
  await story.say(ash, 'eco buy', { item: 'woolball' });
  await story.use(ash, 'quote.confirm');
  await story.say(ash, 'eco buy', { item: 'mintdrops' });
  await story.use(ash, 'quote.confirm');
  await story.say(ash, 'eco sell', { item: 'honeyberry', quantity: '1' });
  await story.use(ash, 'quote.cancel');
  await story.say(ash, 'eco gift', { user: misty, item: 'honeyberry' });
  await story.use(ash, 'quote.confirm');
  await story.say(ash, 'eco pay', { user: misty, amount: '10', note: 'for *you*' });
  await story.use(ash, 'quote.confirm');
  const paid = receiptIn(story.words(ash));
  await story.say(ash, 'eco receipt', { id: paid });
  await story.press(ash, control(ash, 'eco', 'receipt', paid));
  await story.say(ash, 'eco history', { who: misty });
  await sayUntil(ash, 'eco history', 'eco.history');
  await story.use(ash, 'eco.history');
  await story.use(ash, 'eco.history-csv');
  await story.say(ash, 'eco inventory');
  await story.press(ash, control(ash, 'eco', 'inventory'));
  await story.press(ash, control(ash, 'eco', 'daily'));
  await story.press(ash, control(ash, 'quote', 'check', 'q1'));
  await story.say(ash, 'eco supply');
};

const pets = async (): Promise<void> => {
  await story.say(ash, 'pet adopt');
  await story.say(ash, 'pet adopt', { species: 'mossback', name: 'Biscuit' });
  await story.use(ash, 'quote.confirm');
  clock.move(10 * HOUR_MS);
  await story.say(ash, 'pet view', { share: true });
  const pet = story.entityOf(ash, 'pet.view');
  for (const name of ['feed', 'play', 'heal', 'clean', 'rest']) await story.say(ash, `pet ${name}`);
  clock.move(10 * HOUR_MS);
  await story.say(ash, 'pet view');
  await story.use(ash, 'pet.feed');
  await story.use(ash, 'pet.give');
  await story.use(ash, 'pet.play');
  await story.press(ash, control(ash, 'pet', 'toy', pet), 'woolball');
  await story.use(ash, 'pet.clean');
  await story.use(ash, 'pet.rest');
  await story.use(ash, 'pet.view');
  await story.press(ash, control(ash, 'pet', 'heal', pet));
  await story.press(ash, control(ash, 'pet', 'cure', pet), 'mintdrops');
  await story.say(ash, 'eco use', { item: 'honeyberry' });
  await story.say(ash, 'pet rename', { name: 'Toast' });
  await story.say(ash, 'pet expedition status');
  await story.press(ash, control(ash, 'pet', 'plan', `${pet}-meadow`, 480));
  await story.say(ash, 'pet expedition start', { route: 'meadow', hours: '8' });
  await story.use(ash, 'pet.send');
  await story.use(ash, 'pet.status');
  await story.use(ash, 'pet.recall');
  await story.say(ash, 'pet expedition recall');
  await story.say(ash, 'pet vacation', { mode: 'on', days: 14 });
  clock.move(25 * HOUR_MS);
  await story.say(ash, 'pet vacation', { mode: 'off' });
  await story.say(ash, 'pet rehome');
  await story.use(ash, 'pet.rehome');
  await story.use(ash, 'pet.return');
  await story.say(ash, 'pet train', { skill: 'agility' });
};

const profiles = async (): Promise<void> => {
  await story.say(ash, 'profile view', { user: misty });
  await story.say(ash, 'profile view');
  await story.use(ash, 'profile.edit');
  await story.fill(ash, { title: 'Keeper', bio: 'Two\nlines', colour: '#112233' });
  await story.use(ash, 'profile.pins');
  await story.use(ash, 'profile.save');
  await story.say(ash, 'profile edit');
  await story.fill(ash, { title: 'Keeper of [all](https://evil.example)', bio: '', colour: '#112233' });
  await story.use(ash, 'profile.discard');
  await story.say(ash, 'profile timeline', { days: 7 });
  await story.press(ash, control(ash, 'profile', 'timeline', '7'));
  await story.say(ash, 'profile privacy', { area: 'balance', level: 'nobody' });
  await sayUntil(misty, 'notify view', 'notify.read');
  await story.use(misty, 'notify.read');
  await story.say(misty, 'notify set', { event: 'expedition', via: 'inbox' });
  await story.say(gary, 'profile delete');
  await story.use(gary, 'profile.delete');
  await story.fill(gary, { confirm: 'delete' });
};

const runescape = async (): Promise<void> => {
  await story.say(ash, 'profile link', { service: 'osrs', name: 'zezima' });
  await story.say(ash, 'osrs stats');
  await story.say(ash, 'osrs stats', { rsn: 'zezima', board: 'seasonal' });
  await story.say(ash, 'osrs gear view', { share: true });
  await story.say(ash, 'osrs gear equip', { item: 'rune-scimitar' });
  await story.say(ash, 'osrs gear save', { name: 'slayer' });
  await story.say(ash, 'osrs gear load', { name: 'slayer' });
  await story.say(ash, 'osrs dps', { target: 'abyssal-demon' });
  await story.say(ash, 'profile unlink', { service: 'osrs' });
};

const pokemon = async (): Promise<void> => {
  await story.say(ash, 'pokemon start');
  await story.use(ash, 'pokemon.start', 'pikachu');
  await story.say(ash, 'pokemon team view');
  await story.say(ash, 'pokemon team import');
  await story.fill(ash, {
    text: 'Pikachu @ Light Ball\nAbility: Static\nEVs: 252 SpA / 252 Spe\nTimid Nature\n- Thunderbolt\n- Surf',
  });
  await story.say(ash, 'pokemon team export');
  await story.say(ash, 'pokemon team set', { slot: 1, mon: 'pikachu' });
  await story.say(ash, 'pokemon box');
  await story.use(ash, 'pokemon.info');
  await story.say(ash, 'pokemon box', { filter: 'electric', sort: 'level', dupes: true });
  await story.press(ash, control(ash, 'pokemon', 'box', '0a-', 1));
  await story.say(ash, 'pokemon box');
  await story.use(ash, 'pokemon.release');
  await story.use(ash, 'pokemon.let-go');
  await story.use(ash, 'pokemon.box');
  await story.say(ash, 'pokemon team import', { text: 'Eevee\nAbility: Adaptability\n- Bite' });
  await story.say(ash, 'pokemon info');
  await story.say(ash, 'pokemon release', { mon: 'all' });
  await story.say(ash, 'pokemon damage', { attacker: 'Garchomp', move: 'Earthquake', defender: 'Heatran' });
};

const battles = async (): Promise<void> => {
  await story.say(ash, 'battle rules');
  await story.say(ash, 'battle npc');
  await story.use(ash, 'battle.withdraw');
  await story.say(ash, 'battle npc', { trainer: 'ilse' });
  await story.use(ash, 'battle.begin-form');
  await story.fill(ash, { seed: 'my-own' });
  await story.use(ash, 'battle.order', 'Guard');
  await story.use(ash, 'battle.view');
  const battle = battleIn(story.words(ash));
  await story.say(ash, 'battle status', { battle });
  await story.say(ash, 'battle move', { choice: 'move1', battle });
  await story.say(ash, 'battle standing', { battle, heal_below: 40 });
  await story.use(ash, 'battle.standing-form');
  await story.fill(ash, { heal_below: '30', cure: 'yes', switching: 'no', focus: '0' });
  await story.say(misty, 'battle spectate', { battle });
  await story.say(ash, 'battle forfeit', { battle });
  await story.use(ash, 'battle.give-up');
  await story.use(ash, 'battle.replay');
  await story.use(ash, 'battle.step', 'First');
  await story.use(ash, 'battle.log');
  await story.say(ash, 'battle replay', { id: battle, turn: 0 });
  await story.say(ash, 'battle verify', { id: battle });
  await story.say(ash, 'battle history');
  await story.say(ash, 'battle ladder');
  await story.say(ash, 'battle status', { battle });
  await story.use(ash, 'battle.rematch');
  await story.use(ash, 'battle.withdraw');
};

/** Battles by choices: a hunt by buttons, and a Pokémon battle between two people. */
const matches = async (): Promise<void> => {
  await story.say(ash, 'battle npc', { trainer: 'osrs-goblin' });
  await story.use(ash, 'match.withdraw');
  await story.say(ash, 'battle npc', { trainer: 'osrs-greater-demon' });
  await story.use(ash, 'match.begin-form');
  await story.fill(ash, { seed: 'my-own' });
  await story.use(ash, 'match.choose');
  await story.use(ash, 'match.view');
  await story.use(ash, 'match.forfeit');
  await story.use(ash, 'match.give-up');
  await story.use(ash, 'match.replay');
  await story.use(ash, 'match.step', 'First');
  await story.use(ash, 'match.log');
  await story.use(ash, 'match.replay');
  await story.use(ash, 'match.verify');
  const duel = async (): Promise<string> => {
    // the rules may still be being loaded
    await until('a duel', async () => {
      await story.say(ash, 'battle challenge', { user: misty, rules: 'pokemon', format: 'gen1randombattle' });
      return battleIn(story.words(ash)) !== '';
    });
    const battle = battleIn(story.words(ash));
    await story.say(misty, 'battle status', { battle });
    return battle;
  };
  await duel();
  await story.use(misty, 'match.decline');
  const other = await duel();
  await story.use(misty, 'match.accept-form');
  await story.fill(misty, { seed: 'hers' });
  await story.say(ash, 'battle status', { battle: other });
  await story.use(ash, 'match.withdraw');
  const battle = await duel();
  await story.use(misty, 'match.accept');
  await story.say(ash, 'battle status', { battle });
  await story.use(ash, 'match.begin');
  await story.use(ash, 'match.forfeit');
  await story.use(ash, 'match.give-up');
  await story.use(ash, 'match.rematch');
  await story.use(ash, 'match.withdraw');
};

const challenge = async (): Promise<string> => {
  await story.say(ash, 'battle challenge', { user: misty });
  const battle = battleIn(story.words(ash));
  await story.say(misty, 'battle status', { battle });
  return battle;
};

/** The battle that the lobby has made for somebody. */
const matched = async (user: FakeUser): Promise<string> => {
  await until('a battle from the lobby', async () => {
    if (story.controls(user).includes('battle.ready')) return true;
    await story.say(user, 'battle queue');
    return false;
  });
  return battleIn(story.words(user));
};

const lobby = async (): Promise<void> => {
  await challenge();
  await story.use(misty, 'battle.decline');
  const other = await challenge();
  await story.use(misty, 'battle.accept-form');
  await story.fill(misty, { seed: 'hers', team: '' });
  await story.say(ash, 'battle status', { battle: other });
  await story.use(ash, 'battle.withdraw');
  const third = await challenge();
  await story.use(misty, 'battle.accept');
  await story.say(ash, 'battle status', { battle: third });
  await story.use(ash, 'battle.begin');
  await story.use(ash, 'battle.forfeit');
  await story.use(ash, 'battle.give-up');
  await story.use(ash, 'battle.verify');
  // who has just fought is free as soon as the list of battles knows it
  await until('a free fighter', async () => {
    await story.say(ash, 'battle queue');
    return story.controls(ash).includes('battle.queue');
  });
  await story.use(ash, 'battle.queue');
  await story.use(ash, 'battle.leave');
  await story.say(ash, 'battle leave');
  await story.say(brock, 'battle queue');
  await story.say(gary, 'battle queue');
  const battle = await matched(gary);
  await story.use(gary, 'battle.ready');
  await story.say(brock, 'battle status', { battle });
  await story.use(brock, 'battle.ready-form');
  await story.fill(brock, { seed: 'rock' });
  await story.use(brock, 'battle.forfeit');
  await story.use(brock, 'battle.give-up');
  await pokemonLobby();
};

/** The same for a Pokémon battle with dealt teams. */
const pokemonLobby = async (): Promise<void> => {
  const wait = { rules: 'pokemon', format: 'gen1randombattle' };
  // until the list of battles knows that they are free again
  for (const [user, offered] of [
    [brock, 'battle.leave'],
    [gary, 'match.ready'],
  ] as const)
    await until(`${offered} for Pokémon`, async () => {
      await story.say(user, 'battle queue', wait);
      return story.controls(user).includes(offered);
    });
  const battle = battleIn(story.words(gary));
  await story.use(gary, 'match.ready');
  await story.say(brock, 'battle status', { battle });
  await story.use(brock, 'match.ready-form');
  await story.fill(brock, { seed: 'rock' });
};

/** The guild's own settings, by an owner of the service; what is switched off is refused, and comes back. */
const guilds = async (): Promise<void> => {
  const channel = fake.channel.id;
  await story.say(brock, 'settings overview');
  await story.say(brock, 'settings audit');
  await story.say(brock, 'settings feature', { feature: 'eco', state: 'off', channel });
  await story.say(brock, 'settings feature', { feature: 'pet', state: 'off' });
  await story.say(ash, 'eco balance');
  refused.push(story.words(ash));
  await story.say(ash, 'pet view');
  refused.push(story.words(ash));
  await story.say(brock, 'settings feature', { feature: 'eco', state: 'reset', channel });
  await story.say(brock, 'settings feature', { feature: 'pet', state: 'reset' });
  await story.say(brock, 'settings channel', { channel, state: 'off' });
  await story.say(ash, 'eco balance');
  refused.push(story.words(ash));
  await story.say(brock, 'settings channel', { channel, state: 'reset' });
  await story.say(brock, 'settings roles', { role: fake.guild.id, as: 'moderator' });
  await story.say(brock, 'settings language', { language: 'de' });
  await story.say(brock, 'settings language', { language: 'own' });
  await story.say(brock, 'settings threads', { mode: 'on' });
  await story.say(brock, 'settings news', { channel });
  await story.say(ash, 'settings overview');
  refused.push(story.words(ash));
  await story.say(brock, 'settings audit');
  await story.say(brock, 'admin guild view', { guild: fake.guild.id });
  await story.say(brock, 'admin guild ban', { guild: fake.guild.id, reason: 'A *test*' });
  await story.say(ash, 'eco balance');
  refused.push(story.words(ash));
  await story.say(brock, 'admin guild unban', { guild: fake.guild.id });
  await story.say(ash, 'eco balance');
  refused.push(story.words(ash));
};

const operators = async (): Promise<void> => {
  await story.say(brock, 'admin actor list');
  await story.say(brock, 'admin actor view', { entity: 'ledger:home:0' });
  await story.say(brock, 'admin actor resume', { entity: 'ledger:home:0' });
  await story.say(brock, 'admin battle', { id: '0mb3k2a9d0x1f2', reason: 'a test' });
  await story.say(brock, 'admin shard', { entity: 'ledger:home:0' });
  await story.say(brock, 'admin broadcast', { text: 'A *test*' });
  await story.use(brock, 'broadcast.cancel');
  await story.say(brock, 'admin broadcast', { text: 'A *test*' });
  await story.use(brock, 'broadcast.confirm');
  await story.use(brock, 'broadcast.view');
  await story.say(brock, 'admin job list');
  await story.say(brock, 'admin job replay', { id: 'a1b2c3' });
  await story.say(brock, 'admin job drop', { id: 'a1b2c3' });
  await story.say(ash, 'admin job list');
};

/** Plays everything that there is once, and looks at all that came of it. */
export const testWholeSurface = (source: Source): void => {
  beforeAll(async () => {
    await openHall(source);
    story = new Story(fake);
    await play();
  }, TIMEOUT_MS);

  afterAll(async () => {
    await closeRigs();
    await fake.close();
  });

  it.each(tree.commands.map(({ name }) => name))('runs /%s', (name) => {
    const steps = story.steps.filter(({ what }) => what === `/${name}`);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter(({ isBroken }) => isBroken).map(({ words }) => words)).toEqual([]);
  });

  it.each(tree.components.map(({ feature, verb }) => `${feature}.${verb}`))('uses the control %s', (name) => {
    const steps = story.steps.filter(({ what }) => what === name);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter(({ isBroken }) => isBroken).map(({ words }) => words)).toEqual([]);
  });

  it('refuses what a guild has switched off, and says what to do', () => {
    expect(refused.map((words) => /E_PERM/.test(words))).toEqual([true, true, true, true, true, false]);
    expect(
      refused.map((words) => /settings (feature|channel)|manage this guild|ban/.exec(words)?.[0]),
    ).toEqual([
      'settings feature',
      'settings feature',
      'settings channel',
      'manage this guild',
      'ban',
      undefined,
    ]);
  });

  it('makes the commands that it names pressable', async () => {
    await until('a mention in /help', async () => {
      await story.say(ash, 'help', { topic: 'start' });
      await story.say(ash, 'help');
      return /<\/pet adopt:\d+>/.test(story.words(ash));
    });
    const ids = [...story.words(ash).matchAll(/<\/(\S+)[^:]*:(\d+)>/g)].map(([, area, id]) => [area, id]);
    const registered = fake.commands.get('global') ?? [];
    expect(ids.length).toBeGreaterThan(10);
    for (const [area, id] of ids) expect(registered.find(({ name }) => name === area)?.id).toBe(id);
  });

  it('suggests for every option that offers it', async () => {
    const offering = tree.commands.flatMap(({ name, options }) =>
      options
        .filter(({ autocomplete }) => autocomplete !== undefined)
        .map((option) => [name, option.name] as const),
    );
    expect(offering.length).toBeGreaterThan(20);
    for (const [name, option] of offering) {
      const { type, choices } = await fake.people.complete({ user: ash }, name, option, 'a').answer;
      expect({ name, option, type, isList: Array.isArray(choices) }).toEqual({
        name,
        option,
        type: 'choices',
        isList: true,
      });
    }
  });

  it('never sent anything that Discord refused, and noticed nothing wrong', () => {
    expect(fake.requests.length).toBeGreaterThan(150);
    expect(fake.requests.filter(({ status }) => status >= 400)).toEqual([]);
    expect(noticed).toEqual([]);
  });

  it('notified nobody and showed what is personal to nobody else', () => {
    const messages = story.steps.flatMap(({ answer }) => answer.message ?? []);
    expect(
      messages.filter(({ allowedMentions }) => JSON.stringify(allowedMentions) !== '{"parse":[]}'),
    ).toEqual([]);
    const shared = new Set(['/status', '/pet view', '/osrs gear view']);
    const open = story.steps.filter(
      ({ answer }) => answer.message !== undefined && answer.message.forUserId === undefined,
    );
    expect(new Set(open.map(({ what }) => what))).toEqual(shared);
  });

  it('acknowledged everything in time', () => {
    const times = story.steps.map(({ answer }) => answer.ackMs).toSorted((a, b) => a - b);
    expect(times.at(-1)).toBeLessThan(3_000);
  });

  it(`came in by ${source === 'client' ? 'one connection' : 'signed requests'} alone`, () => {
    expect(fake.gateway.identifies).toBe(source === 'client' ? 1 : 0);
    expect([...statuses]).toEqual(source === 'client' ? [] : [202]);
    expect(sent > 300).toBe(source === 'http');
  });
};
