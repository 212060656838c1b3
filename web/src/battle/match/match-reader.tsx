import type { usePlayer } from '../use-player.ts';
import { Transport } from '../transport.tsx';
import { useShare } from '../use-share.ts';
import { Sentence } from './match-story.tsx';
import { gathered, type ToldChapter } from './story-lines.ts';

/** A turn takes some seconds to read, ms at speed 1. */
export const TURN_MS = 6_000;

interface ReaderProps {
  readonly id: string;
  readonly chapters: readonly ToldChapter[];
  readonly player: ReturnType<typeof usePlayer>;
}

/** A finished match to read, turn by turn. */
export const MatchReader = ({ id, chapters, player: [player, setPlayer] }: ReaderProps) => {
  const [shareLabel, share] = useShare(id, player.tick, 'turn');
  const chapter = chapters.find(({ turn }) => turn === player.tick);
  return (
    <>
      <Transport player={player} onChange={setPlayer} onShare={share} shareLabel={shareLabel} unit="turn" />
      <section class="reader" aria-label="The turn" aria-live={player.isPlaying ? 'off' : 'polite'}>
        <h2>{chapter?.title ?? `Turn ${player.tick}`}</h2>
        <ol>
          {chapter === undefined ? (
            <li class="aside">Nothing happened in this turn.</li>
          ) : (
            gathered(chapter.lines).map((line) => <Sentence key={line.key} line={line} />)
          )}
        </ol>
      </section>
    </>
  );
};
