import type { Item, ItemCategory } from '#game/economy/items.ts';

const part = (value: number, word: string): readonly string[] => (value === 0 ? [] : [`${word} +${value}`]);

/** What an item does for a pet, in a few words; empty for things to keep. */
export const effectOf = (item: Item): string => {
  const { pet } = item;
  switch (pet?.kind) {
    case 'food':
      return [...part(pet.fed, 'food'), ...part(pet.joy, 'joy')].join(', ');
    case 'toy':
      return [...part(pet.joy, 'joy'), ...part(pet.bond, 'bond'), `rest −${pet.tires}`].join(', ');
    case 'medicine':
      return [...part(pet.health, 'health'), ...part(pet.rest, 'rest')].join(', ');
    case undefined:
      return '';
  }
};

/** The command that uses items of a category. */
export const useOf = (category: ItemCategory): string | undefined => {
  switch (category) {
    case 'food':
      return '/pet feed';
    case 'toy':
      return '/pet play';
    case 'medicine':
      return '/pet heal';
    case 'keepsake':
    case 'curio':
      return undefined;
  }
};

/** Categories as choices of an option. */
export const CATEGORY_CHOICES: readonly { readonly label: string; readonly value: ItemCategory }[] = [
  { label: 'Food', value: 'food' },
  { label: 'Toys', value: 'toy' },
  { label: 'Medicine', value: 'medicine' },
  { label: 'Keepsakes', value: 'keepsake' },
  { label: 'Curios', value: 'curio' },
];
