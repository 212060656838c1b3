import { useState } from 'preact/hooks';
import type { Verdict } from '../../../src/game/battle/verify.ts';
import { session } from '../session.ts';
import { type Course, courseOf, readReplay } from './replay-course.ts';
import { ReplayView } from './replay-view.tsx';
import { FILE_MAX, isMatchFile, readFileText, verdictOfAny } from './verdict.ts';
import { type Unit, VerdictView } from './verify-card.tsx';

interface Opened {
  readonly name: string;
  readonly verdict: Verdict;
  readonly unit: Unit;
  readonly course: Course | undefined;
}

/** Never throws: a folder or a file that went away cannot be read either. */
const textOf = async (file: File): Promise<string> => {
  try {
    return await file.slice(0, FILE_MAX + 1).text();
  } catch {
    return '';
  }
};

const open = async (file: File): Promise<Opened> => {
  const read = readFileText(await textOf(file));
  if ('problem' in read)
    return { name: file.name, verdict: { ok: false, what: read.problem }, unit: 'tick', course: undefined };
  const replay = readReplay(read.value);
  return {
    name: file.name,
    verdict: await verdictOfAny(read.value),
    unit: isMatchFile(read.value) ? 'turn' : 'tick',
    course: replay === undefined ? undefined : courseOf(replay),
  };
};

const Drop = ({ onFile }: { onFile: (file: File) => void }) => {
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  return (
    <label
      class={`drop${isOver ? ' over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <b>Drop a replay file here</b>
      <span>or choose one; it stays in this browser.</span>
      <input
        type="file"
        accept=".json,application/json"
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
};

/** Verifies and shows a replay from disk, by the rules themselves and without asking the service. */
export const ReplayFile = () => {
  const [opened, setOpened] = useState<Opened>();
  const take = async (file: File): Promise<void> => {
    const found = await open(file);
    setOpened(found);
    session.spoken.set(found.verdict.ok ? 'Match.' : `It differs: ${found.verdict.what}`);
  };
  const drop = <Drop onFile={(file) => void take(file)} />;
  if (opened?.course !== undefined) {
    const { course, verdict, unit, name } = opened;
    return (
      <ReplayView
        key={`${name}-${course.replay.checksum}`}
        course={course}
        tick={0}
        own={undefined}
        isShared={false}
        below={(goTo) => (
          <>
            <section class="verify-card" aria-label="Verified">
              <p>
                <code>{name}</code>
              </p>
              <VerdictView verdict={verdict} unit={unit} onTick={goTo} />
            </section>
            {drop}
          </>
        )}
      />
    );
  }
  return (
    <div class="battle-list">
      <header>
        <nav aria-label="Back">
          <a href="#/battles">← Battles</a>
        </nav>
        <h1>Verify a replay</h1>
        <p>
          Your browser plays the file again by the same rules as the service and names the first tick or turn
          that differs.
        </p>
      </header>
      {opened !== undefined && <VerdictView verdict={opened.verdict} unit={opened.unit} />}
      {drop}
    </div>
  );
};
