import { useState } from 'preact/hooks';
import type { Published, Verdict } from '../../../src/game/battle/verify.ts';
import { session } from '../session.ts';
import { verdictOfAny } from './verdict.ts';

/** What a battle is counted by: a battle of windows in ticks, one of choices in turns. */
export type Unit = 'tick' | 'turn';

const checkedBy = (unit: Unit): readonly string[] => [
  'the seed is the one that was committed to before play',
  'teams, rules and salt are those of the opening digest',
  `the state after each ${unit} is the same`,
  'so are the result and everything that was published',
];

interface VerdictProps {
  readonly verdict: Verdict;
  readonly unit: Unit;
  readonly onTick?: (tick: number) => void;
}

/** What came of verifying, for eyes and ears. */
export const VerdictView = ({ verdict, unit, onTick }: VerdictProps) =>
  verdict.ok ? (
    <div class="verdict good" role="status">
      <p>
        <b class="stamp">MATCH</b> Played again in this browser from seeds and{' '}
        {unit === 'tick' ? 'orders' : 'choices'} alone: all {verdict.ticks} {unit}s.
      </p>
      <ul>
        {checkedBy(unit).map((text) => (
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
          Go to {unit} {verdict.tick}
        </button>
      )}
    </div>
  );

interface VerifyProps {
  readonly id: string;
  /** The replay, or why there is none. */
  readonly load: () => Promise<{ readonly replay: unknown } | { readonly problem: string }>;
  readonly published: Published;
  readonly unit: Unit;
  /** Where the file is, for whoever may see it. */
  readonly href: string;
  readonly onTick?: (tick: number) => void;
}

/** Verifies a finished battle by the very code that played it, here in the browser. */
export const VerifyCard = ({ id, load, published, unit, href, onTick }: VerifyProps) => {
  const [verdict, setVerdict] = useState<Verdict>();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const verify = async (): Promise<void> => {
    setBusy(true);
    const loaded = await load();
    if ('problem' in loaded) {
      setBusy(false);
      setProblem(loaded.problem);
      return;
    }
    const found = await verdictOfAny(loaded.replay, published);
    setBusy(false);
    setProblem(undefined);
    setVerdict(found);
    session.spoken.set(found.ok ? `Match: all ${found.ticks} ${unit}s.` : `It differs: ${found.what}`);
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
        <p>
          The same rules play it again here, {unit} by {unit}.
        </p>
        <a class="file-link" href={href} download={`battle-${id}.json`}>
          Save the replay file
        </a>
      </div>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {verdict !== undefined && (
        <VerdictView verdict={verdict} unit={unit} {...(onTick === undefined ? {} : { onTick })} />
      )}
    </section>
  );
};
