/** A page of `/help` that is about a task, not a command. */
export interface Topic {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  /** Names of commands that belong to it, in the order of use. */
  readonly commands: readonly string[];
}

/** What people want to do, in the order in which they will want it. */
export const TOPICS: readonly Topic[] = [
  {
    name: 'start',
    title: 'Getting started',
    text: 'Your first command opens your profile and a purse with a welcome grant. Adopt a pet, feed it, claim your daily, pay a friend.',
    commands: ['pet adopt', 'pet feed', 'eco daily', 'eco pay', 'profile view'],
  },
  {
    name: 'battles',
    title: 'Battles',
    text: 'Pets, Pokémon and OSRS characters fight each other, by buttons and on the page under **Battles**. Try `/battle npc trainer:wren`, `/battle npc trainer:osrs-goblin` for a hunt, `/battle npc trainer:fern format:gen9randombattle` for a Pokémon battle, or `/battle challenge user:misty` for a friend.',
    commands: [
      'battle npc',
      'battle challenge',
      'battle queue',
      'battle status',
      'battle move',
      'battle standing',
      'battle spectate',
      'battle replay',
      'battle verify',
      'battle history',
      'battle ladder',
      'battle rules',
    ],
  },
  {
    name: 'money',
    title: 'Coins and items',
    text: 'Whatever moves value shows a quote first and happens when you press Confirm within 60 seconds. Amounts take `250`, `250k`, `1.5m`, `50%` and `all`.',
    commands: [
      'eco balance',
      'eco daily',
      'eco pay',
      'eco gift',
      'eco shop',
      'eco buy',
      'eco sell',
      'eco inventory',
      'eco use',
      'eco history',
      'eco receipt',
      'eco supply',
    ],
  },
  {
    name: 'pets',
    title: 'Keeping pets',
    text: 'Needs run low with time and nobody ever dies. A vacation stops the clock. Bond grows with every kindness.',
    commands: [
      'pet view',
      'pet feed',
      'pet play',
      'pet clean',
      'pet rest',
      'pet heal',
      'pet train',
      'pet expedition start',
      'pet vacation',
    ],
  },
  {
    name: 'privacy',
    title: 'Who sees what',
    text: 'You decide who sees your profile and balance, what you are told about, and when all that names you goes.',
    commands: ['profile privacy', 'profile edit', 'notify view', 'notify set', 'profile delete'],
  },
];
