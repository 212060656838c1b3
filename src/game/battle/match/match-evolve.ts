import { afterHearing } from '../aftermath.ts';
import type { MatchEvent } from './match-events.ts';
import type { MatchState } from './match-state.ts';

/** The match after an event. Total. */
export const evolveMatch = (state: MatchState, event: MatchEvent, atMs: number): MatchState => {
  switch (event.type) {
    case 'MatchOpened': {
      const { version, game, players, team, answer, isPrivate, isEven, isMatched } = event;
      const { serverSeed, salt, commitment, expiresAtMs } = event;
      return {
        ...state,
        status: 'open',
        version,
        game,
        players,
        teams: [team, answer],
        isPrivate,
        isEven,
        isMatched,
        serverSeed,
        salt,
        commitment,
        expiresAtMs,
        openedAtMs: atMs,
      };
    }
    case 'MatchAccepted':
      return {
        ...state,
        status: 'accepted',
        teams: [state.teams[0], event.team],
        playerSeeds: [state.playerSeeds[0], event.seed],
      };
    case 'PlayerReady':
      return {
        ...state,
        playerSeeds:
          event.side === 0 ? [event.seed, state.playerSeeds[1]] : [state.playerSeeds[0], event.seed],
      };
    case 'MatchStarted':
      return {
        ...state,
        status: 'live',
        playerSeeds: [event.seed, state.playerSeeds[1]],
        openingDigest: event.openingDigest,
        seeds: event.seeds,
        startedAtMs: atMs,
      };
    case 'ChoiceMade': {
      const { side, choice, isAuto } = event;
      return { ...state, inputs: [...state.inputs, { side, choice, isAuto }] };
    }
    case 'TurnMarked': {
      const { inputs, turn, hash, waits } = event;
      return { ...state, marks: [...state.marks, { inputs, turn, hash, waits }] };
    }
    case 'MatchEnded': {
      const { winner, how, turns, replayDigest, counts } = event;
      const outcome = { winner, how, turns, replayDigest, ...(counts === undefined ? {} : { counts }) };
      return { ...state, status: 'ended', endedAtMs: atMs, outcome };
    }
    case 'RatingsChanged':
    case 'ExperienceGained':
      return { ...state, aftermath: afterHearing(state.aftermath, event) };
    case 'MatchVoided':
      return { ...state, status: 'void', endedAtMs: atMs, reason: event.reason };
    case 'MatchClosed':
      return { ...state, status: 'closed', endedAtMs: atMs, reason: event.why };
  }
};
