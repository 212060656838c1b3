import { z } from 'zod';
import { utf8, toHex } from '../../shared/bytes.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import type { Hash } from '../../shared/hash.ts';
import { checksumOf, commitmentOf } from '../fairness.ts';
import { idOf, seedsUsed } from '../parties.ts';
import { text, wholeText } from '../replay.ts';
import { CHOICE_MAX, gameSchema, markHashSchema, sideSchema, teamSchema } from './match-events.ts';
import { INPUTS_MAX } from './match-protocol.ts';
import type { MatchState } from './match-state.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');

/** A finished match with all that it follows from. Strict: what is not listed here is refused. */
export const matchReplaySchema = z.strictObject({
  format: z.literal('match/1'),
  /** The rules that played it, such as `osrs/v1`. */
  rules: text,
  battleId: text,
  players: z.tuple([z.strictObject({ id: text }), z.strictObject({ id: text })]),
  game: gameSchema,
  teams: z.tuple([teamSchema, teamSchema]),
  /** Published before any player's seed exists. */
  commitment: digest,
  serverSeed: digest,
  playerSeeds: z.tuple([text, text]),
  salt: digest,
  /** Published before the first turn. */
  openingDigest: digest,
  /** In their order: side and choice. */
  inputs: z.array(z.tuple([sideSchema, wholeText.max(CHOICE_MAX)])).max(INPUTS_MAX),
  /** After so many inputs the position's hash began with these digits. */
  marks: z.array(z.tuple([z.int().min(0).max(INPUTS_MAX), markHashSchema])).max(INPUTS_MAX + 1),
  turns: z.int().min(0),
  /** `void`: stopped before it was decided, and counts for nothing. */
  result: z.enum(['first', 'second', 'draw', 'void']),
  /** SHA-256 of the canonical JSON of all other fields: finds what was changed by accident. */
  checksum: digest,
});
export type MatchReplay = z.infer<typeof matchReplaySchema>;

/** What a match opens with. */
type Opening = Pick<MatchReplay, 'rules' | 'game' | 'teams' | 'commitment' | 'salt'>;

/** What the opening message publishes: SHA-256 of the canonical JSON of rules, game, teams, commitment and salt. */
export const matchOpeningDigest = ({ rules, game, teams, commitment, salt }: Opening, hash: Hash): string =>
  toHex(hash.sha256(utf8(canonicalJson({ rules, game, teams, commitment, salt }))));

/** The opening of a match that is about to start. */
export const openingOf = (state: MatchState): Opening => {
  const { version, game, teams, commitment, salt } = state;
  if (game === null) throw new RangeError('a match that was opened has a game');
  return { rules: version, game, teams: [teams[0], teams[1]], commitment, salt };
};

/** The replay of a match that ended with a winner, a draw (`null`) or `'void'`. */
export const makeMatchReplay = (
  state: MatchState,
  winner: 0 | 1 | null | 'void',
  hash: Hash,
): MatchReplay => {
  const { id, players, inputs, marks, serverSeed } = state;
  const [first, second] = seedsUsed({ seeds: state.playerSeeds, players });
  const opening = openingOf(state);
  const body = {
    format: 'match/1',
    battleId: id,
    players: [{ id: idOf(players?.[0]) }, { id: idOf(players?.[1]) }],
    ...opening,
    commitment: commitmentOf(serverSeed, hash),
    serverSeed,
    playerSeeds: [first, second],
    openingDigest: matchOpeningDigest(opening, hash),
    inputs: inputs.map(({ side, choice }) => [side, choice]),
    marks: marks.map((mark) => [mark.inputs, mark.hash]),
    turns: marks.at(-1)?.turn ?? 0,
    result: winner === 'void' ? 'void' : winner === null ? 'draw' : winner === 0 ? 'first' : 'second',
  } satisfies Omit<MatchReplay, 'checksum'>;
  return { ...body, checksum: checksumOf(body, hash) };
};
