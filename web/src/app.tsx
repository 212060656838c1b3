import { Actors } from './actors.tsx';
import { Battles } from './battle/battles.tsx';
import { Cluster } from './cluster/cluster.tsx';
import { Composer } from './composer.tsx';
import { FormDialog } from './form-dialog.tsx';
import { LiveList } from './live-list.tsx';
import { MessageList } from './message-list.tsx';
import { route } from './route.ts';
import { session } from './session.ts';
import { useSignal } from './signal.ts';
import { Sidebar } from './sidebar.tsx';

const Banner = ({ onRetry }: { onRetry: () => void }) => {
  const link = useSignal(session.link);
  if (link !== 'lost') return null;
  return (
    <div class="banner" role="alert">
      Connection lost. Nothing you did is lost; trying again by itself.
      <button type="button" class="button small" onClick={onRetry}>
        Try now
      </button>
    </div>
  );
};

const Hall = () => (
  <main class="hall">
    <MessageList />
    <Composer />
  </main>
);

const Spoken = () => (
  <p class="unseen" role="status" aria-live="polite">
    {useSignal(session.spoken)}
  </p>
);

/** The page. */
export const App = ({ onRetry }: { onRetry: () => void }) => {
  const current = useSignal(route);
  return (
    <div class={`page on-${current}`}>
      <a
        class="skip"
        href="#composer-input"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>('#composer-input, main button, main a')?.focus();
        }}
      >
        To the command line
      </a>
      <Sidebar />
      <Banner onRetry={onRetry} />
      {current === 'hall' && <Hall />}
      {current === 'actors' && <Actors />}
      {current === 'cluster' && <Cluster />}
      {current === 'battles' && <Battles />}
      {(current === 'hall' || current === 'live') && <LiveList />}
      <FormDialog />
      <Spoken />
    </div>
  );
};
