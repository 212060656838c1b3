import { Moment, RichText } from './rich-text.tsx';
import { session } from './session.ts';
import { useSignal } from './signal.ts';

const MOST_RECENT = 4;

/** The newest few facts, oldest first, as lines of the log: for screens without room for the list beside it. */
export const RecentFacts = () => {
  const facts = useSignal(session.facts);
  return (
    <ol class="recent" aria-label="Happened lately">
      {facts
        .slice(0, MOST_RECENT)
        .toReversed()
        .map((fact) => (
          <li key={fact.key}>
            <RichText text={fact.text} />, <Moment ms={fact.at} relative />
          </li>
        ))}
    </ol>
  );
};

/** What happens in the hall right now, newest first: facts from the bus, not answers to commands. */
export const LiveList = () => {
  const facts = useSignal(session.facts);
  return (
    <section class="live" aria-label="Happening now">
      <h2>Happening now</h2>
      {facts.length === 0 ? (
        <p class="empty">Nothing yet. Payments, pets and levels appear here as they happen.</p>
      ) : (
        <ol>
          {facts.map((fact) => (
            <li key={fact.key} class={`fact ${fact.topic.split(/[^a-z]/i)[0]?.toLowerCase() ?? ''}`}>
              <p>
                <RichText text={fact.text} />
              </p>
              <small>
                <Moment ms={fact.at} relative />
              </small>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};
