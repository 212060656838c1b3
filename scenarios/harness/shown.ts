/** The parts of an answer over HTTP that scenarios look at. */
export interface Shown {
  readonly commandId?: string;
  readonly panel?: {
    readonly title?: string;
    readonly fields?: readonly { readonly name: string; readonly value: string }[];
    readonly controls?: readonly (readonly Button[])[];
  };
  readonly error?: { readonly code?: string; readonly retryAfterMs?: number };
}

interface Button {
  readonly customId?: string;
  readonly style?: string;
}

/** Reads an answer's body. */
export const shownOf = (body: string): Shown => JSON.parse(body) as Shown;

/** What a panel says in one of its fields. */
export const fieldOf = ({ panel }: Shown, name: string): string | undefined =>
  panel?.fields?.find((field) => field.name === name)?.value;

/** The number at the beginning of a text like `1,234 coins`; NaN without one. */
export const numberOf = (text: string | undefined): number =>
  Number(/-?[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', '') ?? Number.NaN);

/** The id of the button that carries out what was quoted. */
export const confirmOf = ({ panel }: Shown): string | undefined =>
  panel?.controls?.flat().find(({ style }) => style === 'success')?.customId;
