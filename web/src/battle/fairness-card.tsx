const Row = ({ name, value, about }: { name: string; value: string; about: string }) => (
  <div>
    <dt>
      {name} <small>{about}</small>
    </dt>
    <dd>
      <code>{value}</code>
    </dd>
  </div>
);

/** What is promised and revealed about a battle of any kind. */
interface Promised {
  readonly commitment: string;
  readonly openingDigest: string;
  readonly revealed: {
    readonly serverSeed: string;
    readonly salt: string;
    readonly seeds: readonly (string | null)[];
  } | null;
  readonly outcome: { readonly replayDigest: string } | null;
}

/** What was promised before the battle, and what was revealed after it. */
export const FairnessCard = ({ view, names }: { view: Promised; names: readonly string[] }) => {
  const { revealed, outcome } = view;
  return (
    <details class="fairness" open={revealed !== null}>
      <summary>
        Fair play: {revealed === null ? 'what is promised' : 'what was promised and revealed'}
      </summary>
      <dl>
        {view.commitment !== '' && (
          <Row name="Seed commitment" value={view.commitment} about="before any player’s seed" />
        )}
        {view.openingDigest !== '' && (
          <Row name="Opening digest" value={view.openingDigest} about="before it began" />
        )}
        {revealed === null ? (
          <p class="empty">Seeds and hidden fighters are revealed at the end.</p>
        ) : (
          <>
            <Row name="Server seed" value={revealed.serverSeed} about="revealed at the end" />
            {revealed.seeds.map((seed, n) =>
              seed === null ? null : (
                <Row
                  key={n}
                  name={`Seed of ${names[n] ?? 'a side'}`}
                  value={seed}
                  about="given when the side was ready"
                />
              ),
            )}
            <Row name="Salt" value={revealed.salt} about="revealed at the end" />
          </>
        )}
        {outcome !== null && outcome.replayDigest !== '' && (
          <Row name="Replay digest" value={outcome.replayDigest} about="with the result" />
        )}
      </dl>
    </details>
  );
};
