import { ledger } from '#actors/ledger/ledger.ts';
import type { Caller, Desk } from '#commands/desk.ts';
import { newTraceId } from '#commands/trace.ts';
import type { Feed } from '#surfaces/web/feed.ts';
import { callerOf } from '#surfaces/web/playground.ts';
import { PERSONAS } from '#surfaces/web/personas.ts';
import { tellDemoStory } from './demo.ts';
import type { FactTexts } from './fact-texts.ts';
import { recallFacts } from './feed-history.ts';

/** Guild from which the personas speak. */
const DEMO_GUILD = 'demo';
/**
 * With this many transfers a hall is alive without the story. The ledger tells, and no read model: one that is being built
 * anew knows nothing yet, and the story of a later version would come on top of the one that was played.
 */
const ALIVE_TRANSFERS = 15;

export interface Stage {
  readonly desk: Desk;
  readonly feed: Feed;
  readonly texts: FactTexts;
  readonly realm: string;
  /** Wall clock when the service started: what came later reached the feed by itself. */
  readonly startedAtMs: number;
  readonly isOver: () => boolean;
  readonly onError: (error: unknown) => void;
}

/**
 * Makes the playground alive at first sight: the personas are known by name, the feed remembers what happened before the
 * start, and in a young hall the personas play their story. Runs beside the service; what goes wrong is reported.
 */
export const enliven = async (stage: Stage): Promise<void> => {
  const { desk, feed, texts, realm, startedAtMs, isOver, onError } = stage;
  const caller = (name: string): Caller => callerOf(name, realm, DEMO_GUILD);
  const deadline = () => ({
    scope: DEMO_GUILD,
    deadlineMonoMs: desk.deps.clock.monoMs() + desk.answerWithinMs,
  });
  try {
    const userIds: string[] = [];
    for (const { name } of PERSONAS) {
      const call = { realm, ...deadline(), traceId: newTraceId() };
      userIds.push((await desk.people.resolve(caller(name), call)).userId);
    }
    const facts = await recallFacts(desk.deps.views, userIds, texts, startedAtMs);
    for (const fact of facts) feed.publish(fact);
    const { transfers } = await desk.deps.engine.read(ledger, { realm, id: '0' }, 'supply', null, deadline());
    if (transfers >= ALIVE_TRANSFERS) return;
    const answers = await tellDemoStory(desk, caller, isOver);
    const failed = answers.filter(({ code }) => code !== 'ok' && !isOver());
    // in a hall where people have played since, a step may well be refused: only a fresh one must play through
    if (transfers <= PERSONAS.length && failed.length > 0) {
      onError(new Error(`demo story: ${failed.map(({ step, code }) => `${step}: ${code}`).join('; ')}`));
    }
  } catch (error) {
    if (!isOver()) onError(error);
  }
};
