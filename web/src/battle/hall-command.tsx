import { session } from '../session.ts';

/** A command that goes into the hall's command line. */
export const HallCommand = ({ line }: { line: string }) => (
  <a class="command-link" href="#/" onClick={() => session.draft.set({ text: line })}>
    <code>{line}</code>
  </a>
);
