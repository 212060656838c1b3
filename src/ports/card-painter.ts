/** One fighter of a side as a card shows it. */
export interface CardFighter {
  /** `null`: it was never seen. */
  readonly name: string | null;
  /** Names of its types, for badges. */
  readonly types: readonly string[];
  /** Part of its life that is left, 0 to 1; `null`: not known. */
  readonly life: number | null;
}

/** One side of a battle as a card shows it. */
export interface CardSide {
  readonly name: string;
  /** At most six are drawn. */
  readonly fighters: readonly CardFighter[];
  /** A few words below its fighters. */
  readonly note: string;
  readonly isWinner: boolean;
}

/** What a picture of a battle shows. Texts are drawn as letters and mean nothing else; long ones are cut. */
export interface BattleCard {
  readonly title: string;
  readonly sides: readonly [CardSide, CardSide];
  readonly footer: string;
}

/** Draws pictures of battles. */
export interface CardPainter {
  /** A PNG of 800 × 400 points. Equal cards may be drawn once. @throws whatever keeps it from being drawn */
  paint(card: BattleCard): Promise<Buffer>;
}
