import { useEffect } from 'preact/hooks';
import { useNewestInView } from '../use-newest.ts';
import { gathered, type StoryLine, type ToldChapter } from './story-lines.ts';

/** One sentence; what lies within a turn of a hunt has its tick before it. */
export const Sentence = ({ line }: { line: StoryLine }) => (
  <li class={`side-${line.side}${line.isBig ? ' big' : ''}${line.isAside ? ' aside' : ''}`}>
    {line.at !== undefined && (
      <span class="at" title={`tick ${line.at}`}>
        {line.at}
      </span>
    )}
    <span>{line.parts.map(({ text, isBold }, n) => (isBold ? <b key={n}>{text}</b> : text))}</span>
  </li>
);

interface StoryProps {
  readonly chapters: readonly ToldChapter[];
  readonly empty: string;
  /** The turn that is read. */
  readonly turn?: number | undefined;
  readonly onPick?: ((turn: number) => void) | undefined;
}

/** The story of a match turn by turn, the newest at the end and in sight. */
export const MatchStory = ({ chapters, empty, turn, onPick }: StoryProps) => {
  const last = chapters.at(-1);
  const { list, onScroll } = useNewestInView(`${last?.turn ?? ''} ${last?.lines.length ?? 0}`);
  useEffect(() => {
    const [box, read] = [list.current, list.current?.querySelector<HTMLElement>('.chapter.read')];
    if (turn === undefined || box === null || read === null || read === undefined) return;
    box.scrollTop +=
      read.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  }, [turn]);
  return (
    <section class="battle-log story" aria-label="What happened">
      <h2>What happened</h2>
      {chapters.length === 0 && <p class="empty">{empty}</p>}
      <ol ref={list} onScroll={onScroll} tabIndex={0} aria-label="Story, the newest last">
        {chapters.map((chapter) => (
          <li key={chapter.turn} class={`chapter${chapter.turn === turn ? ' read' : ''}`}>
            <h3>
              {onPick === undefined ? (
                chapter.title
              ) : (
                <button type="button" class="to-turn" onClick={() => onPick(chapter.turn)}>
                  {chapter.title}
                </button>
              )}
            </h3>
            <ol>
              {gathered(chapter.lines).map((line) => (
                <Sentence key={line.key} line={line} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </section>
  );
};
