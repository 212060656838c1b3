import { canonicalJson } from '#ports/canonical-json.ts';
import type { MatchInput, PokemonSetup, Ruling } from '#game/battle/match/rules-words.ts';
import type { Rejection } from '#game/shared/errors.ts';
import { autoChoice } from './auto-choice.ts';
import { checkTeam, Match } from './match.ts';
import type { Ask, Told } from './messages.ts';
import { requestOf } from './requests.ts';

/** Matches that are kept at hand, some 90 KB each; others are played again when they are asked for. */
const MATCHES_MAX = 200;

/** The one asked for last comes last. */
const matches = new Map<string, Match>();

const isSame = (one: PokemonSetup, other: PokemonSetup): boolean =>
  canonicalJson(one) === canonicalJson(other);

/** The match at these inputs: from where it was left, or from its start. */
const matchAt = (setup: PokemonSetup, inputs: readonly MatchInput[]): Match | Rejection => {
  const kept = matches.get(setup.battleId);
  matches.delete(setup.battleId);
  const match =
    kept !== undefined && isSame(kept.setup, setup) && kept.isPrefixOf(inputs) ? kept : Match.open(setup);
  if (!(match instanceof Match)) return match;
  match.play(inputs);
  matches.set(setup.battleId, match);
  const [oldest] = matches.keys();
  if (matches.size > MATCHES_MAX && oldest !== undefined) matches.delete(oldest);
  return match;
};

const ruling = (match: Match | Rejection): Ruling => {
  if (!(match instanceof Match)) return { ok: false, rejection: match };
  const position = match.position();
  return match.refusal === undefined
    ? { ok: true, position }
    : { ok: false, rejection: match.refusal, position };
};

/** Answers a question; what it follows from comes with it, so that nothing kept here is the truth. */
export const answer = (ask: Ask): Told => {
  switch (ask.op) {
    case 'play':
      return ruling(matchAt(ask.setup, ask.inputs));
    case 'auto': {
      const match = matchAt(ask.setup, ask.inputs);
      if (!(match instanceof Match)) return undefined;
      const side = match.battle.sides[ask.side];
      const request = requestOf(match.battle, side);
      return request === null
        ? undefined
        : autoChoice(match.battle, side, request, ask.setup.seed, match.length);
    }
    case 'check':
      return checkTeam(ask.format, ask.team);
    case 'forget':
      forget(ask.battleId);
      return undefined;
  }
};

/** Forgets a match that is kept at hand. */
export const forget = (battleId: string): void => {
  matches.delete(battleId);
};
