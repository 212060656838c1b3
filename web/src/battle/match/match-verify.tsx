import { PanelView } from '../../panel-view.tsx';
import { RichText } from '../../rich-text.tsx';
import { usePanel } from '../use-panel.ts';
import { matchReplayPath } from './match-api.ts';

/** The service plays a finished match again; whoever does not trust it does so at home. */
export const MatchVerify = ({ id, persona, digest }: { id: string; persona: string; digest: string }) => {
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
        The rules of a match are too large for a browser. To check it without this service, save the file and
        run{' '}
        <code>
          npm run -s verify -- battle-{id}.json{digest === '' ? '' : ` --digest ${digest}`}
        </code>
      </p>
    </section>
  );
};
