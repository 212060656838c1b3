import { useState } from 'preact/hooks';
import type { Published, Verdict } from '../../../src/game/battle/verify.ts';
import { session } from '../session.ts';
import { replayPath } from './battle-api.ts';
import { verdictOf } from './verdict.ts';

const CHECKED = [
  'the seed is the one that was committed to before play',
  'teams, rules and salt are those of the opening digest',
  'the state after each tick is the same',
  'so are the result and everything that was published',
] as const;

/** What came of verifying, for eyes and ears. */
export const VerdictView = ({ verdict, onTick }: { verdict: Verdict; onTick?: (tick: number) => void }) =>
  verdict.ok ? (
    <div class="verdict good" role="status">
      <p>
        <b class="stamp">MATCH</b> Played again in this browser from seeds and orders alone: all{' '}
        {verdict.ticks} ticks.
      </p>
      <ul>
        {CHECKED.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <p class="digest">
        <span>Digest</span> <code>{verdict.digest}</code>
      </p>
    </div>
  ) : (
    <div class="verdict bad" role="alert">
      <p>
        <b class="stamp">DIFFERS</b> {verdict.what}.
      </p>
      {verdict.tick !== undefined && onTick !== undefined && (
        <button type="button" class="button small secondary" onClick={() => onTick(verdict.tick ?? 0)}>
          Go to tick {verdict.tick}
        </button>
      )}
    </div>
  );

interface VerifyProps {
  readonly id: string;
  readonly persona: string;
  /** The replay, or why there is none. */
  readonly load: () => Promise<{ readonly replay: unknown } | { readonly problem: string }>;
  readonly published: Published;
  readonly onTick?: (tick: number) => void;
}

/** Verifies a finished battle by the very code that played it, here in the browser. */
export const VerifyCard = ({ id, persona, load, published, onTick }: VerifyProps) => {
  const [verdict, setVerdict] = useState<Verdict>();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const verify = async (): Promise<void> => {
    setBusy(true);
    const loaded = await load();
    setBusy(false);
    if ('problem' in loaded) {
      setProblem(loaded.problem);
      return;
    }
    const found = verdictOf(loaded.replay, published);
    setProblem(undefined);
    setVerdict(found);
    session.spoken.set(found.ok ? `Match: all ${found.ticks} ticks.` : `It differs: ${found.what}`);
  };
  return (
    <section class="verify-card" aria-label="Verify">
      <div class="row">
        <button
          type="button"
          class={`button primary${isBusy ? ' waits' : ''}`}
          aria-disabled={isBusy}
          onClick={() => void verify()}
        >
          Verify in this browser
        </button>
        <p>The same rules play it again here, tick by tick.</p>
        <a class="file-link" href={replayPath(id, persona)} download={`battle-${id}.json`}>
          Save the replay file
        </a>
      </div>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {verdict !== undefined && (
        <VerdictView verdict={verdict} {...(onTick === undefined ? {} : { onTick })} />
      )}
    </section>
  );
};
