import type { CommandDefinition, ComponentDefinition } from '../define-command.ts';
import { balance } from './balance.ts';
import { buy } from './buy.ts';
import { daily, dailyCheck } from './daily.ts';
import { gift } from './gift.ts';
import { history, historyCsv, historyPages } from './history.ts';
import { inventory, inventoryPages } from './inventory.ts';
import { pay } from './pay.ts';
import { quoteButtons } from './quote-buttons.ts';
import { receipt, receiptButton } from './receipt.ts';
import { sell } from './sell.ts';
import { shop, shopShelves } from './shop.ts';
import { supply } from './supply.ts';
import { use } from './use.ts';

/** Every command of `/eco`. */
export const ecoCommands: readonly CommandDefinition[] = [
  balance,
  pay,
  daily,
  shop,
  buy,
  sell,
  inventory,
  use,
  gift,
  history,
  receipt,
  supply,
];

/** Every control of `/eco`, and Confirm, Cancel and Check of quotes. */
export const ecoComponents: readonly ComponentDefinition[] = [
  ...quoteButtons,
  dailyCheck,
  historyPages,
  historyCsv,
  receiptButton,
  shopShelves,
  inventoryPages,
];
