import { battleDecider } from '#game/battle/battle-decider.ts';
import { battleEventSchemas } from '#game/battle/battle-events.ts';
import { battleReads } from '#game/battle/battle-reads.ts';
import { battleStateSchema } from '#game/battle/battle-state.ts';
import { RULE_BOOK, type RuleBook } from '#game/battle/rules.ts';
import { nodeHash } from '#ports/hash.ts';
import { defineEntity } from '../kit/define-entity.ts';

/** The kind with a rule book of its own: for wirings that know other versions of the rules. */
export const battleBy = (book: RuleBook) =>
  defineEntity({
    kind: 'battle',
    decider: battleDecider({ hash: nodeHash, book }),
    state: battleStateSchema(book),
    stateVersion: 3,
    // version 1 knew no battle that does not count, version 2 nothing of what an end changes
    upgradeState: (old) => old,
    events: battleEventSchemas,
    reads: battleReads({ hash: nodeHash, book }),
    listens: new Set(['CloseWindow']),
  });

/** A battle of a realm; its id is minted when somebody is challenged. */
export const battle = battleBy(RULE_BOOK);
