import type { CommandOption, Input } from '#commands/define-command.ts';

/** One of the boards on which the game ranks accounts. */
export interface Board {
  /** What is typed. */
  readonly id: string;
  readonly label: string;
  /** What its address has behind that of the main board. */
  readonly suffix: string;
}

/** Where everybody is ranked. */
export const MAIN_BOARD: Board = { id: 'main', label: 'Main game', suffix: '' };

/**
 * The boards of the game, the main one first. Their addresses are those of RuneLite's `HiscoreEndpoint`,
 * https://github.com/runelite/runelite; one whose event is over answers as if it knew nobody.
 */
export const BOARDS: readonly Board[] = [
  MAIN_BOARD,
  { id: 'ironman', label: 'Ironman', suffix: '_ironman' },
  { id: 'hardcore', label: 'Hardcore ironman', suffix: '_hardcore_ironman' },
  { id: 'ultimate', label: 'Ultimate ironman', suffix: '_ultimate' },
  { id: 'deadman', label: 'Deadman', suffix: '_deadman' },
  { id: 'seasonal', label: 'Leagues', suffix: '_seasonal' },
  { id: 'tournament', label: 'Deadman tournament', suffix: '_tournament' },
  { id: 'fresh-start', label: 'Fresh start worlds', suffix: '_fresh_start' },
  { id: 'skiller', label: 'Level 3 skiller', suffix: '_skiller' },
  { id: 'pure', label: '1 Defence pure', suffix: '_skiller_defence' },
];

/** The option that names a board. */
export const boardOption: CommandOption = {
  name: 'board',
  type: 'choice',
  description: 'Which hiscores; those of the main game unless you say so',
  choices: BOARDS.map(({ id, label }) => ({ label, value: id })),
};

/** The board that was asked for. */
export const boardOf = ({ board }: Input): Board => BOARDS.find(({ id }) => id === board) ?? MAIN_BOARD;
