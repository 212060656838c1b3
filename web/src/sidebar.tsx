import { Avatar } from './avatar.tsx';
import { route, type Route } from './route.ts';
import { become } from './actions.ts';
import { session } from './session.ts';
import { useSignal } from './signal.ts';
import { ThemeButton } from './theme.tsx';

const VIEWS: readonly { route: Route; label: string; sign: string }[] = [
  { route: 'hall', label: 'The hall', sign: '#' },
  { route: 'live', label: 'Live', sign: '~' },
  { route: 'battles', label: 'Battles', sign: '⚔' },
  { route: 'actors', label: 'Actors', sign: '∴' },
  { route: 'cluster', label: 'Cluster', sign: '▦' },
];

const Views = () => {
  const current = useSignal(route);
  return (
    <nav class="views" aria-label="Views">
      {VIEWS.map((view) => (
        <a
          key={view.route}
          href={`#/${view.route === 'hall' ? '' : view.route}`}
          class={`to-${view.route}`}
          aria-current={current === view.route ? 'page' : undefined}
        >
          <span aria-hidden="true">{view.sign}</span> {view.label}
        </a>
      ))}
    </nav>
  );
};

const People = () => {
  const personas = useSignal(session.personas);
  const current = useSignal(session.persona);
  return (
    <fieldset class="people">
      <legend>Speak as</legend>
      {personas.map((persona) => (
        <label key={persona.id} class={persona.id === current ? 'person current' : 'person'}>
          <input
            type="radio"
            name="persona"
            class="unseen"
            value={persona.id}
            checked={persona.id === current}
            onChange={() => become(persona.id)}
          />
          <Avatar name={persona.name} hue={persona.hue} small />
          <span class="name">{persona.name}</span>
          {persona.roles.includes('owner') && <small class="role">owner</small>}
        </label>
      ))}
    </fieldset>
  );
};

const LINKS = { connecting: 'Connecting…', open: 'Live', lost: 'Not connected' } as const;

const LinkState = () => {
  const link = useSignal(session.link);
  return <span class={`link-state ${link}`}>{LINKS[link]}</span>;
};

/** Name of the place, views, people and the state of the connection. */
export const Sidebar = () => (
  <aside class="sidebar">
    <header class="brand">
      <img src="/favicon.svg" alt="" width="28" height="28" />
      <span>Guildhall</span>
    </header>
    <Views />
    <People />
    <footer class="state">
      <LinkState />
      <ThemeButton />
    </footer>
  </aside>
);
