/** Short forms of the stories on Discord, each with the bot and the fake in processes of their own. */
export const SHORT = [
  ['discord-mix', '--players', '50', '--rate', '50', '--seconds', '5'],
  ['autocomplete-rush', '--players', '40', '--rate', '50', '--seconds', '5'],
  ['duplicate-delivery', '--players', '40', '--rate', '30', '--seconds', '5'],
  ['thread-night', '--players', '20', '--rate', '10', '--seconds', '10'],
  ['socket-drop', '--players', '40', '--rate', '30', '--seconds', '8'],
  ['rate-limit-storm', '--players', '40', '--rate', '30', '--seconds', '8'],
  ['spectators-429', '--players', '80', '--rate', '20', '--seconds', '8'],
] as const;

/** The same for self-tests: long enough to break the rule that each of them guards. That of `thread-night` is a soak test. */
export const BROKEN = [
  ['discord-mix', '--players', '30', '--rate', '30', '--seconds', '3'],
  ['autocomplete-rush', '--players', '20', '--rate', '50', '--seconds', '2'],
  ['duplicate-delivery', '--players', '20', '--rate', '30', '--seconds', '2'],
  ['socket-drop', '--players', '20', '--rate', '30', '--seconds', '5'],
  ['rate-limit-storm', '--players', '20', '--rate', '30', '--seconds', '3'],
  ['spectators-429', '--players', '40', '--rate', '20', '--seconds', '4'],
] as const;
