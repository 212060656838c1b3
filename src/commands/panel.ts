/**
 * What a command answers: neutral to the surface. Discord renders it to Components V2, the web page to HTML, tests read
 * it as data. Text is plain with `**bold**`, `` `code` `` and line breaks; times are `<t:SECONDS>` (absolute) or
 * `<t:SECONDS:R>` (relative), people `<@userId>`, channels and roles of a guild on
 * Discord `<#id>` and `<@&id>`.
 */
export interface Panel {
  readonly title: string;
  readonly tone?: 'neutral' | 'good' | 'warn' | 'bad';
  readonly text?: string;
  readonly fields?: readonly PanelField[];
  readonly meters?: readonly PanelMeter[];
  readonly tables?: readonly PanelTable[];
  readonly images?: readonly PanelImage[];
  /** Rows of controls: up to five buttons or one select each. */
  readonly controls?: readonly (readonly Control[])[];
  /** A form to open at once; submitting it answers `modal.customId` with the fields. */
  readonly modal?: Modal;
  readonly footer?: string;
  /** Only the caller sees it. */
  readonly ephemeral: boolean;
}

export interface PanelField {
  readonly name: string;
  readonly value: string;
  readonly inline?: boolean;
}

/** A bar; `value` and `max` are whole numbers, 0 <= value <= max. */
export interface PanelMeter {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** For example "runs low <t:1700000000:R>". */
  readonly hint?: string;
}

export interface PanelTable {
  readonly caption?: string;
  readonly columns: readonly { readonly label: string; readonly align?: 'left' | 'right' }[];
  readonly rows: readonly (readonly string[])[];
}

/** Initials on a colour; no pictures of other people's. `hue`: 0 to 359. */
export interface PanelImage {
  readonly alt: string;
  readonly initials: string;
  readonly hue: number;
}

export type Control = Button | Select;

export interface Button {
  readonly kind: 'button';
  readonly customId: string;
  readonly label: string;
  readonly style: 'primary' | 'secondary' | 'success' | 'danger';
  readonly disabled: boolean;
}

export interface Select {
  readonly kind: 'select';
  readonly customId: string;
  readonly placeholder: string;
  readonly options: readonly {
    readonly label: string;
    readonly value: string;
    readonly description?: string;
    /** It is chosen as things stand. */
    readonly isChosen?: true;
  }[];
  /** 0: choosing nothing is a choice, too. Default 1. */
  readonly min?: 0;
  /** How many may be chosen, at least 1. */
  readonly max: number;
  readonly disabled: boolean;
}

export interface Modal {
  readonly customId: string;
  readonly title: string;
  readonly fields: readonly ModalField[];
}

export interface ModalField {
  readonly id: string;
  readonly label: string;
  readonly multiline: boolean;
  readonly required: boolean;
  readonly maxLength: number;
  readonly value?: string;
  readonly placeholder?: string;
}
