import type { BattleCard, CardPainter } from '#ports/card-painter.ts';
import { canonicalJson } from '#ports/canonical-json.ts';

/** Pictures that are kept to be given again. */
const KEPT_MAX = 50;

/** A painter that costs nothing until its first picture: fonts and canvas are loaded then. */
export const createCardPainter = (): CardPainter => {
  const kept = new Map<string, Promise<Buffer>>();
  const draw = async (card: BattleCard): Promise<Buffer> => {
    const { drawCard } = await import('./draw-card.ts');
    return drawCard(card);
  };
  return {
    paint: (card) => {
      const key = canonicalJson(card);
      const known = kept.get(key);
      if (known !== undefined) return known;
      const drawn = draw(card);
      kept.set(key, drawn);
      const [oldest] = kept.keys();
      if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
      // what failed may be drawn another time
      drawn.catch(() => kept.delete(key));
      return drawn;
    },
  };
};
