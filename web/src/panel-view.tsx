import { Controls } from './controls.tsx';
import { RichText } from './rich-text.tsx';
import { battleAddress, battleOfFooter } from './route.ts';
import type { Panel, PanelField, PanelMeter, PanelTable } from './wire.ts';

/** Names and values in columns. */
export const Fields = ({ fields }: { fields: readonly PanelField[] }) => (
  <dl class="fields">
    {fields.map((field, index) => (
      <div key={index} class={field.inline === true ? 'inline' : ''}>
        <dt>{field.name}</dt>
        <dd>
          <RichText text={field.value} />
        </dd>
      </div>
    ))}
  </dl>
);

const levelOf = (share: number): string => (share < 0.2 ? 'low' : share < 0.5 ? 'middle' : 'high');

const Meter = ({ meter }: { meter: PanelMeter }) => {
  const share = meter.max > 0 ? Math.min(1, Math.max(0, meter.value / meter.max)) : 0;
  return (
    <div class="meter">
      <span class="label">{meter.label}</span>
      <span
        class={`bar ${meter.hint === undefined ? 'plain' : levelOf(share)}`}
        role="meter"
        aria-label={meter.label}
        aria-valuemin={0}
        aria-valuemax={meter.max}
        aria-valuenow={meter.value}
        style={{ '--share': `${(share * 100).toFixed(1)}%` }}
      />
      <span class="value">
        {meter.value.toLocaleString('en')}
        <small>/{meter.max.toLocaleString('en')}</small>
      </span>
      {meter.hint !== undefined && (
        <small class="hint">
          <RichText text={meter.hint} />
        </small>
      )}
    </div>
  );
};

const Table = ({ table }: { table: PanelTable }) => (
  <div class="table" tabIndex={0} role="region" aria-label={table.caption ?? 'Table'}>
    <table class={table.columns.length > 3 ? 'wide' : ''}>
      {table.caption !== undefined && <caption>{table.caption}</caption>}
      <thead>
        <tr>
          {table.columns.map((column) => (
            <th key={column.label} scope="col" class={column.align === 'right' ? 'right' : ''}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td
                key={column}
                class={table.columns[column]?.align === 'right' ? 'right' : ''}
                data-label={table.columns[column]?.label}
              >
                <span>
                  <RichText text={cell} />
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

interface PanelViewProps {
  readonly panel: Panel;
  readonly busy: string | undefined;
  readonly onPress: (customId: string, values?: readonly string[]) => void;
  readonly onOpenForm: () => void;
}

const Head = ({ panel }: { panel: Panel }) => (
  <header>
    {panel.images?.map((image, index) => (
      <span
        key={index}
        class="badge"
        role="img"
        aria-label={image.alt}
        title={image.alt}
        style={{ '--hue': String(image.hue) }}
      >
        {image.initials}
      </span>
    ))}
    <h3>
      <RichText text={panel.title} />
    </h3>
  </header>
);

/** From a panel about a battle to the battle itself. */
const WatchLink = ({ footer }: { footer: string | undefined }) => {
  const id = battleOfFooter(footer);
  if (id === undefined || location.hash.startsWith(battleAddress(id))) return null;
  return (
    <p>
      <a class="watch-link" href={battleAddress(id)}>
        Watch on the battle page
      </a>
    </p>
  );
};

/** One panel as a card: the page's form of what every surface shows. */
export const PanelView = ({ panel, busy, onPress, onOpenForm }: PanelViewProps) => (
  <section class={`card ${panel.tone ?? 'neutral'}`} aria-busy={busy !== undefined}>
    <Head panel={panel} />
    {panel.text !== undefined && panel.text !== '' && (
      <p class="text">
        <RichText text={panel.text} />
      </p>
    )}
    {panel.meters !== undefined && panel.meters.length > 0 && (
      <div class="meters">
        {panel.meters.map((meter, index) => (
          <Meter key={index} meter={meter} />
        ))}
      </div>
    )}
    {panel.fields !== undefined && panel.fields.length > 0 && <Fields fields={panel.fields} />}
    {panel.tables?.map((table, index) => (
      <Table key={index} table={table} />
    ))}
    {panel.controls !== undefined && <Controls rows={panel.controls} busy={busy} onPress={onPress} />}
    {panel.modal !== undefined && (
      <div class="row">
        <button type="button" class="button primary" onClick={onOpenForm}>
          Open the form
        </button>
      </div>
    )}
    <WatchLink footer={panel.footer} />
    {panel.footer !== undefined && (
      <footer>
        <RichText text={panel.footer} />
      </footer>
    )}
  </section>
);
