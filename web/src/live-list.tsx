import { Moment, RichText } from './rich-text.tsx';
import { session } from './session.ts';
import { useSignal } from './signal.ts';

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
