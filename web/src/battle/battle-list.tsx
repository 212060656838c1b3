import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Moment } from '../rich-text.tsx';
import { battleAddress } from '../route.ts';
import { session } from '../session.ts';
import { useSignal } from '../signal.ts';
import type { LadderRules } from './battle-api.ts';
import { HallCommand } from './hall-command.tsx';
import { Ladder, LadderSwitch } from './ladder.tsx';
import { turnsText } from './match/match-words.ts';
import { useLists, useLiveBattles } from './use-battles.ts';
import type { ListedBattle } from './wire.ts';

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
        <span>{battle.isMatch === true ? 'by choices' : battle.tempo}</span>
        <span>
          {battle.isMatch === true ? 'turn' : 'tick'} <span class="tick-number">{battle.tick}</span>
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
  if (battle.isMatch === true && typeof battle.winner !== 'number') return 'nobody won';
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
              <span>{battle.isMatch === true ? turnsText(battle.tick) : `${battle.tick} ticks`}</span>
              {battle.endedAtMs !== undefined && <Moment ms={battle.endedAtMs} relative />}
            </span>
          </a>
        </li>
      ))}
    </ol>
  );
};

/** Battles under way and finished, and the ladder. */
export const BattleList = () => {
  const { live, link } = useLiveBattles();
  const [rules, setRules] = useState<LadderRules>('cross');
  const { finished, ladder, isLost } = useLists((live ?? []).map(({ id }) => id).join(' '), rules);
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
            <LadderSwitch rules={rules} onRules={setRules} />
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
