import { useState } from 'preact/hooks';
import { openFormFor } from '../actions.ts';
import { mintKey, sendCommand, sendComponent } from '../api.ts';
import type { ApiReply, Panel } from '../wire.ts';

/** A panel of the service that stands on the page itself, with its controls. */
export interface OwnPanel {
  readonly panel: Panel | undefined;
  readonly problem: string | undefined;
  /** Custom id of the control whose answer is awaited. */
  readonly busy: string | undefined;
  readonly run: (line: string) => Promise<void>;
  /** `false`: it was refused. */
  readonly press: (customId: string, values?: readonly string[]) => Promise<boolean>;
  readonly close: () => void;
}

/** Runs a line as a persona and shows its panel; pressed controls put their answer in its place. */
export const usePanel = (persona: string): OwnPanel => {
  const [panel, setPanel] = useState<Panel>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState<string>();
  const take = (reply: ApiReply): boolean => {
    setBusy(undefined);
    if ('error' in reply) {
      setProblem(reply.error.message);
      return false;
    }
    setProblem(undefined);
    const { modal } = reply.panel;
    if (modal === undefined) setPanel(reply.panel);
    else openFormFor(persona, modal, take);
    return true;
  };
  return {
    panel,
    problem,
    busy,
    run: async (line) => {
      take(await sendCommand(persona, line, mintKey()));
    },
    press: async (customId, values) => {
      setBusy(customId);
      return take(await sendComponent(persona, customId, values));
    },
    close: () => {
      setPanel(undefined);
      setProblem(undefined);
    },
  };
};
