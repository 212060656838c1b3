import { type ComponentChildren } from 'preact';
import { Moment } from '../rich-text.tsx';
import { battleAddress } from '../route.ts';
import { session } from '../session.ts';
import { useSignal } from '../signal.ts';
import { useLists, useLiveBattles } from './use-battles.ts';
import { type LadderPlace, type ListedBattle } from './wire.ts';

/** A command that goes into the hall's command line. */
export const HallCommand = ({ line }: { line: string }) => (
  <a class="command-link" href="#/" onClick={() => session.draft.set({ text: line })}>
    <code>{line}</code>
  </a>
);

const namesOf = ({ players }: ListedBattle): readonly string[] => players.map(({ name }) => name);

const Names = ({ battle }: { battle: ListedBattle }) => {
  const [first, second] = namesOf(battle);
  return (
    <>
      <b class={battle.winner === 0 ? 'winner' : ''}>{first}</b> <span class="against">against</span>{' '}
      <b class={battle.winner === 1 ? 'winner' : ''}>{second}</b>
    </>
  );
};

const LiveCard = ({ battle, isOwn }: { battle: ListedBattle; isOwn: boolean }) => (
  <li>
    <a class={`live-card${isOwn ? ' own' : ''}`} href={battleAddress(battle.id)}>
      <span class="pulse" aria-hidden="true" />
      <span class="title">
        <Names battle={battle} />
      </span>
      <span class="facts-line">
        <span>{battle.tempo}</span>
        <span>
          tick <span class="tick-number">{battle.tick}</span>
        </span>
        {(battle.stake ?? 0) > 0 && <span>stake {battle.stake?.toLocaleString('en')}</span>}
        {battle.isWatched === true && <span>watched</span>}
      </span>
      <span class="go">{isOwn ? 'Play on' : 'Watch'}</span>
    </a>
  </li>
);

const Section = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section aria-label={title}>
    <h2>{title}</h2>
    {children}
  </section>
);

const Live = ({ live }: { live: readonly ListedBattle[] | undefined }) => {
  const persona = useSignal(session.persona);
  const userId = useSignal(session.personas).find(({ id }) => id === persona)?.userId;
  if (live === undefined) return <p class="empty">Asking…</p>;
  if (live.length === 0) {
    return (
      <p class="empty">
        Nobody fights right now. <HallCommand line="/battle npc" /> changes that.
      </p>
    );
  }
  const isOwn = (battle: ListedBattle): boolean =>
    userId !== undefined && battle.players.some((player) => player.userId === userId);
  return (
    <ul class="live-cards">
      {live
        .toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a)))
        .map((battle) => (
          <LiveCard key={battle.id} battle={battle} isOwn={isOwn(battle)} />
        ))}
    </ul>
  );
};

const HOW: Readonly<Record<string, string>> = {
  knockout: 'knock-out',
  forfeit: 'given up',
  cap: 'time was up',
};

const resultOf = (battle: ListedBattle): string => {
  const how = HOW[battle.how ?? ''] ?? '';
  if (battle.winner === null || battle.winner === undefined) return `draw, ${how}`;
  return `${namesOf(battle)[battle.winner] ?? ''} won, ${how}`;
};

const Finished = ({ finished }: { finished: readonly ListedBattle[] | undefined }) => {
  if (finished === undefined) return <p class="empty">Asking…</p>;
  if (finished.length === 0) {
    return (
      <p class="empty">
        No battle has ended yet. Begin one with <HallCommand line="/battle npc" />.
      </p>
    );
  }
  return (
    <ol class="finished">
      {finished.map((battle) => (
        <li key={battle.id}>
          <a href={battleAddress(battle.id)}>
            <span class="title">
              <Names battle={battle} />
            </span>
            <span class="how">{resultOf(battle)}</span>
            <span class="facts-line">
              <span>{battle.tick} ticks</span>
              {battle.endedAtMs !== undefined && <Moment ms={battle.endedAtMs} relative />}
            </span>
          </a>
        </li>
      ))}
    </ol>
  );
};

const Ladder = ({ ladder }: { ladder: readonly LadderPlace[] | undefined }) => {
  if (ladder === undefined) return <p class="empty">Asking…</p>;
  if (ladder.length === 0) {
    return (
      <p class="empty">
        Nobody has a rating yet: it takes a battle between two people at even levels.{' '}
        <HallCommand line="/battle challenge" />
      </p>
    );
  }
  return (
    <table class="ladder">
      <thead>
        <tr>
          <th scope="col" class="right">
            #
          </th>
          <th scope="col">Who</th>
          <th scope="col" class="right">
            Rating
          </th>
          <th scope="col" class="right">
            Won
          </th>
          <th scope="col" class="right">
            Lost
          </th>
        </tr>
      </thead>
      <tbody>
        {ladder.map((place) => (
          <tr key={place.userId}>
            <td class="right">{place.rank}</td>
            <td>{place.name}</td>
            <td class="right">
              {place.rating} <small>± {place.deviation}</small>
            </td>
            <td class="right">{place.wins}</td>
            <td class="right">{place.losses}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** Battles under way and finished, and the ladder. */
export const BattleList = () => {
  const { live, link } = useLiveBattles();
  const { finished, ladder, isLost } = useLists((live ?? []).map(({ id }) => id).join(' '));
  return (
    <div class="battle-list">
      <header>
        <h1>Battles</h1>
        <p>
          OSRS characters, Pokémon and pets, any against any. Watch one, or begin your own:{' '}
          <HallCommand line="/battle npc" /> <HallCommand line="/battle challenge" />
        </p>
      </header>
      {(link === 'lost' || isLost) && (
        <p class="problem" role="alert">
          No answer from the service; asking again by itself.
        </p>
      )}
      <div class="lists">
        <Section title="Under way">
          <Live live={live} />
        </Section>
        <Section title="Finished">
          <Finished finished={finished} />
        </Section>
        <div class="beside">
          <Section title="Ladder">
            <Ladder ladder={ladder} />
          </Section>
          <Section title="Verify">
            <p>
              Seeds are committed before a battle and revealed after it. Whoever has the file can check every
              tick.
            </p>
            <p>
              <a class="button secondary as-link" href="#/replay-file">
                Verify a replay file
              </a>
            </p>
          </Section>
        </div>
      </div>
    </div>
  );
};
