import { nameOf, session } from './session.ts';
import { useSignal } from './signal.ts';
import { codeKind, toTextNodes, type TextNode } from './text-nodes.ts';
import { clockTime, fullTime, relativeTime } from './time-text.ts';
import { useTimedText } from './use-tick.ts';

/** A moment in local time, or relative to now and kept up to date. */
export const Moment = ({ ms, relative }: { ms: number; relative: boolean }) => {
  const text = useTimedText((nowMs) => (relative ? relativeTime(ms, nowMs) : clockTime(ms, nowMs)));
  return (
    <time dateTime={new Date(ms).toISOString()} title={fullTime(ms)}>
      {text}
    </time>
  );
};

/** A command in a text: a click puts it into the composer. */
const CommandLink = ({ line }: { line: string }) => (
  <button
    type="button"
    class="command"
    title="Put into the command line"
    onClick={() => session.draft.set({ text: line })}
  >
    <code>{line}</code>
  </button>
);

const Code = ({ text }: { text: string }) => {
  switch (codeKind(text)) {
    case 'command':
      return <CommandLink line={text} />;
    case 'file':
      return (
        <a href={`${text}?${new URLSearchParams({ persona: session.persona.get() })}`} download>
          <code>{text}</code>
        </a>
      );
    case 'plain':
      return <code>{text}</code>;
  }
};

const Node = ({ node }: { node: TextNode }) => {
  useSignal(session.personas);
  switch (node.kind) {
    case 'text':
      return <>{node.text}</>;
    case 'bold':
      return (
        <strong>
          {node.nodes.map((inner, index) => (
            <Node key={index} node={inner} />
          ))}
        </strong>
      );
    case 'code':
      return <Code text={node.text} />;
    case 'break':
      return <br />;
    case 'time':
      return <Moment ms={node.seconds * 1000} relative={node.relative} />;
    case 'user':
      return <span class="mention">@{nameOf(node.userId)}</span>;
  }
};

/** Panel text: bold, code, times, people and line breaks; everything else as it stands. */
export const RichText = ({ text }: { text: string }) => (
  <>
    {toTextNodes(text).map((node, index) => (
      <Node key={index} node={node} />
    ))}
  </>
);
