import { useEffect } from 'preact/hooks';
import { PanelView } from '../panel-view.tsx';
import { RichText } from '../rich-text.tsx';
import { usePanel } from './use-panel.ts';

interface ChallengeProps {
  readonly id: string;
  readonly persona: string;
  /** The panel is asked for again when this changes. */
  readonly moment: string;
}

/** What a player may do before the battle begins: the service's own panel with Accept, Start and the like. */
export const ChallengeCard = ({ id, persona, moment }: ChallengeProps) => {
  const { panel, problem, busy, run, press } = usePanel(persona);
  useEffect(() => {
    void run(`/battle status battle:${id}`);
  }, [moment]);
  return (
    <section class="challenge-card" aria-label="Before the battle">
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
    </section>
  );
};
