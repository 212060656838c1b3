import { type Phrases, phrasesOf } from '../phrases.ts';

/** What options take, as it stands after "it takes". */
export const ACCEPTED = phrasesOf({
  '10 minutes to 72 hours, for example `10m`, `1.5`, `8h` or `24`':
    '10 Minuten bis 72 Stunden, zum Beispiel `10m`, `1.5`, `8h` oder `24`',
  'one of your Pokémon by its id, nickname or species; `/pokemon box` lists them':
    'eines deiner Pokémon mit Kennung, Spitznamen oder Art; `/pokemon box` zeigt sie',
  'a species, for example `Pikachu`, or one of yours by its id or nickname':
    'eine Art, zum Beispiel `Pikachu`, oder eines deiner Pokémon mit Kennung oder Spitznamen',
  'a move by its name, for example `Surf`': 'eine Attacke mit ihrem Namen, zum Beispiel `Surf`',
  'a starter by its name; `/pokemon start` alone shows them all':
    'ein Starter mit seinem Namen; `/pokemon start` allein zeigt alle',
  'the name of a loadout that you kept; the suggestions list them':
    'der Name einer Ausrüstung, die du behalten hast; die Vorschläge zeigen sie',
  'the name of a loadout that you kept or of a starter set; the suggestions list them':
    'der Name einer behaltenen Ausrüstung oder einer für den Anfang; die Vorschläge zeigen sie',
  'your name in the game, for example `Zezima`': 'dein Name im Spiel, zum Beispiel `Zezima`',
  'a name in the game, for example `Zezima`': 'ein Name im Spiel, zum Beispiel `Zezima`',
  'gear, a spell, a prayer or a starter set by its name; the suggestions list them':
    'Ausrüstung, ein Zauber, ein Gebet oder eine Ausrüstung für den Anfang mit Namen; die Vorschläge zeigen sie',
  'a monster by its name; the suggestions list them':
    'ein Monster mit seinem Namen; die Vorschläge zeigen sie',
  'a species by its name, for example `mossback`; `/pet adopt` alone shows them all':
    'eine Art mit ihrem Namen, zum Beispiel `mossback`; `/pet adopt` allein zeigt alle',
  'an item by its name or id; `/eco shop category:{0}` shows what there is':
    'ein Ding mit Namen oder Kennung; `/eco shop category:{0}` zeigt, was es gibt',
  "1 to {0} letters, digits, spaces, `'`, `.` or `-`, for example `Biscuit`":
    "1 bis {0} Buchstaben, Ziffern, Leerzeichen, `'`, `.` oder `-`, zum Beispiel `Biscuit`",
  'one of your pets by its name, for example `Biscuit`':
    'eines deiner Tiere mit seinem Namen, zum Beispiel `Biscuit`',
  'a time zone, for example `Europe/Zurich`, `America/New_York` or `UTC`':
    'eine Zeitzone, zum Beispiel `Europe/Zurich`, `America/New_York` oder `UTC`',
  'a task or a command, for example `pets` or `eco pay`':
    'ein Vorhaben oder ein Befehl, zum Beispiel `pets` oder `eco pay`',
  'a day, for example `2026-03-01`, `today` or `yesterday`':
    'ein Tag, zum Beispiel `2026-03-01`, `today` oder `yesterday`',
  'an item by its name or id, for example `honeyberry`; `/eco shop` shows what there is':
    'ein Ding mit Namen oder Kennung, zum Beispiel `honeyberry`; `/eco shop` zeigt, was es gibt',
  'the id of a receipt, as `/eco history` shows it': 'die Kennung eines Belegs, wie `/eco history` sie zeigt',
  'the id of a battle, as `/battle history` shows it':
    'die Kennung eines Kampfs, wie `/battle history` sie zeigt',
  'one to three fighters with commas between, for example `loan:mossback,loan:duskowl`':
    'ein bis drei Kämpfer mit Kommas dazwischen, zum Beispiel `loan:mossback,loan:duskowl`',
  'a format by its id, for example `gen9randombattle`':
    'ein Format mit seiner Kennung, zum Beispiel `gen9randombattle`',
  'a trainer, leader or monster by name or id; the suggestions list them':
    'Trainer, Leiter oder Monster mit Namen oder Kennung; die Vorschläge zeigen sie',
  'an order such as `move1`, `guard` or `switch1`, of a match for example `move 2`':
    'ein Befehl wie `move1`, `guard` oder `switch1`, in einem Match zum Beispiel `move 2`',
  'kind, realm and id of an entity, for example `pet:home:a1b2c3`':
    'Art, Reich und Kennung eines Wesens, zum Beispiel `pet:home:a1b2c3`',
  'a kind of entity, for example `pet`': 'eine Art von Wesen, zum Beispiel `pet`',
  'the id of a guild on Discord, or the name of one in the playground':
    'die Kennung einer Gilde auf Discord oder der Name einer Gilde im Playground',
  'the id of a dead letter, as `/admin job list` shows it':
    'die Kennung eines unzustellbaren Auftrags, wie `/admin job list` sie zeigt',
});

/** The same without their marks, as tables of help have them. */
export const ACCEPTED_IN_TABLES: Phrases = Object.fromEntries(
  Object.entries(ACCEPTED)
    .filter(([from]) => from.includes('`'))
    .map(([from, to]) => [from.replaceAll('`', ''), to.replaceAll('`', '')]),
);
