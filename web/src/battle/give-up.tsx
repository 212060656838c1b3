import { useEffect, useRef } from 'preact/hooks';
import { PanelView } from '../panel-view.tsx';
import { RichText } from '../rich-text.tsx';
import { usePanel } from './use-panel.ts';

/** Gives up after a question, which is the service's own panel. */
export const GiveUp = ({ battleId, persona }: { battleId: string; persona: string }) => {
  const { panel, problem, busy, run, press, close } = usePanel(persona);
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = panel !== undefined || problem !== undefined;
  useEffect(() => {
    const element = dialog.current;
    if (isOpen && element !== null && !element.open) element.showModal();
    if (!isOpen) element?.close();
  }, [isOpen]);
  const answer = async (customId: string): Promise<void> => {
    if (await press(customId)) close();
  };
  return (
    <>
      <button
        type="button"
        class="button danger small"
        onClick={() => void run(`/battle forfeit battle:${battleId}`)}
      >
        Give up
      </button>
      <dialog ref={dialog} class="asking" aria-label="Give up?" onCancel={close} onClose={close}>
        {problem !== undefined && (
          <p class="problem" role="alert">
            <RichText text={problem} />
          </p>
        )}
        {panel !== undefined && (
          <PanelView
            panel={panel}
            busy={busy}
            onPress={(customId) => void answer(customId)}
            onOpenForm={() => undefined}
          />
        )}
        {panel === undefined && (
          <button type="button" class="button quiet" onClick={close}>
            Close
          </button>
        )}
      </dialog>
    </>
  );
};
