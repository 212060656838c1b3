import { PanelView } from '../../panel-view.tsx';
import { RichText } from '../../rich-text.tsx';
import { fetchReplay } from '../battle-api.ts';
import { usePanel } from '../use-panel.ts';
import { publishedOf } from '../verdict.ts';
import { VerifyCard } from '../verify-card.tsx';
import { matchReplayPath } from './match-api.ts';
import type { MatchView } from './match-wire.ts';

interface MatchVerifyProps {
  readonly view: MatchView;
  readonly persona: string;
}

/** A finished match is played again: a hunt here, a Pokémon battle by the service or at home. */
export const MatchVerify = ({ view, persona }: MatchVerifyProps) => {
  const href = matchReplayPath(view.id, persona);
  return view.rules === 'osrs' ? (
    <VerifyCard
      id={view.id}
      unit="turn"
      href={href}
      load={() => fetchReplay(href)}
      published={publishedOf(view)}
    />
  ) : (
    <ByService id={view.id} persona={persona} digest={view.outcome?.replayDigest ?? ''} />
  );
};

/** The service plays a Pokémon battle again; whoever does not trust it does so at home. */
const ByService = ({ id, persona, digest }: { id: string; persona: string; digest: string }) => {
  const { panel, problem, busy, run, press } = usePanel(persona);
  return (
    <section class="verify-card" aria-label="Verify">
      <div class="row">
        <button type="button" class="button primary" onClick={() => void run(`/battle verify id:${id}`)}>
          Verify
        </button>
        <p>The service plays it again from seeds and choices alone.</p>
        <a class="file-link" href={matchReplayPath(id, persona)} download={`battle-${id}.json`}>
          Save the replay file
        </a>
      </div>
      {problem !== undefined && (
        <p class="problem" role="alert">
          <RichText text={problem} />
        </p>
      )}
      {panel !== undefined && (
        <PanelView
          panel={panel}
          busy={busy}
          onPress={(customId, values) => void press(customId, values)}
          onOpenForm={() => undefined}
        />
      )}
      <p class="offline">
        The rules of a Pokémon battle are too large for a browser. To check it without this service, save the
        file and run{' '}
        <code>
          npm run -s verify -- battle-{id}.json{digest === '' ? '' : ` --digest ${digest}`}
        </code>
      </p>
    </section>
  );
};
