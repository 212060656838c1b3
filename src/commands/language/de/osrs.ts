import { phrasesOf } from '../phrases.ts';

/** Old School RuneScape: accounts, levels, gear, damage. */
export const OSRS = phrasesOf({
  'demo melee': 'Demo-Nahkampf',
  'demo ranger': 'Demo-Fernkampf',
  'demo mage': 'Demo-Magie',
  'demo novice': 'Demo-Neuling',
  'demo iron': 'Demo-Ironman',
  'demo hcim': 'Demo-Hardcore',
  'demo uim': 'Demo-Ultimate',
  'demo skiller': 'Demo-Skiller',
  'demo pure': 'Demo-Pure',
  Board: 'Tafel',
  'Main game': 'Hauptspiel',
  Ironman: 'Ironman',
  'Hardcore ironman': 'Hardcore-Ironman',
  'Ultimate ironman': 'Ultimate-Ironman',
  Deadman: 'Deadman',
  Leagues: 'Ligen',
  'Deadman tournament': 'Deadman-Turnier',
  'Fresh start worlds': 'Welten mit frischem Start',
  'Level 3 skiller': 'Skiller mit Stufe 3',
  '1 Defence pure': 'Pure mit 1 Verteidigung',
  'Nobody called “{0}” is on the board “{1}”: not ranked there in any skill, or its event is over. Without `board` the main game is looked at.':
    'Niemand namens „{0}“ steht auf der Tafel „{1}“: dort in keiner Fertigkeit gewertet, oder die Zeit dieser Tafel ist vorbei. Ohne `board` gilt das Hauptspiel.',
  Overall: 'Gesamt',
  'The demo hiscores': 'Die Demo-Hiscores',
  'no prayer chosen for this style': 'kein Gebet für diesen Stil gewählt',
  'Level {0}, {1} hitpoints. An attack every {2} ticks, {3}{4}.':
    'Stufe {0}, {1} Lebenspunkte. Ein Angriff alle {2} Ticks, {3}{4}.',
  ', with {0}': ', mit {0}',
  Accuracy: 'Genauigkeit',
  'Max hit': 'Höchster Treffer',
  'Attacks to kill': 'Angriffe bis zum Sieg',
  'Time to kill': 'Zeit bis zum Sieg',
  'It hits back': 'Es schlägt zurück',
  '{0}, up to {1}, {2} DPS': '{0}, bis {1}, {2} DPS',
  'Base formulas of the wiki; effects of single items are not in it':
    'Grundformeln des Wikis; Wirkungen einzelner Gegenstände sind nicht dabei',
  'No loadout is kept under this name. `/osrs gear view` lists yours.':
    'Unter diesem Namen liegt keine Ausrüstung. `/osrs gear view` zeigt deine.',
  'Say one thing to change: `item`, `stance` or `remove`. Example: `/osrs gear equip item:rune-scimitar`':
    'Sag, was sich ändern soll: `item`, `stance` oder `remove`. Beispiel: `/osrs gear equip item:rune-scimitar`',
  'Gear of {0}': 'Ausrüstung von {0}',
  'Wearing {0}': 'Trägt {0}',
  '{0}: {1} {2}, you have {3}': '{0}: {1} {2}, du hast {3}',
  'Fights with': 'Kämpft mit',
  '{0}, {1}, {2} ticks': '{0}, {1}, {2} Ticks',
  Spell: 'Zauber',
  Prayer: 'Gebet',
  Strength: 'Stärke',
  'melee {0}, ranged {1}, magic {2} %, prayer {3}': 'Nahkampf {0}, Fernkampf {1}, Magie {2} %, Gebet {3}',
  'Levels missing': 'Fehlende Stufen',
  Loadouts: 'Ausrüstungen',
  'none kept yet: `/osrs gear save name:…`': 'noch keine: `/osrs gear save name:…`',
  Slot: 'Platz',
  Worn: 'Getragen',
  'Nothing is worn.': 'Nichts wird getragen.',
  'Kept as {0}': 'Aufgehoben als {0}',
  '{0} (demo)': '{0} (Demo)',
  'Linked: {0}': 'Verbunden: {0}',
  'Combat level {0}. You have common gear for your levels at once: `/osrs gear view`.':
    'Kampfstufe {0}. Du hast sofort übliche Ausrüstung für deine Stufen: `/osrs gear view`.',
  'The account counts as **claimed**: nobody has proven that it is theirs, and others may claim it too.':
    'Das Konto gilt als **beansprucht**: niemand hat bewiesen, dass es das eigene ist, und andere dürfen es auch beanspruchen.',
  'Demo figures: this playground asks nobody outside':
    'Demo-Zahlen: dieser Spielplatz fragt niemanden draußen',
  'starter {0}': 'Anfang {0}',
  'Starter {0}': 'Anfang {0}',
  'common gear for your levels': 'übliche Ausrüstung für deine Stufen',
  'The suggestions list what there is.': 'Die Vorschläge zeigen, was es gibt.',
  'There is no “{0}” here. {1}': 'Hier gibt es kein „{0}“. {1}',
  '{0} (level {1})': '{0} (Stufe {1})',
  'What you wear': 'Was du trägst',
  'Starter melee': 'Anfang Nahkampf',
  'starter melee': 'Anfang Nahkampf',
  'Starter ranged': 'Anfang Fernkampf',
  'starter ranged': 'Anfang Fernkampf',
  'Starter magic': 'Anfang Magie',
  'starter magic': 'Anfang Magie',
  'No OSRS account is linked. `/profile link service:osrs name:…` links yours.':
    'Kein OSRS-Konto ist verbunden. `/profile link service:osrs name:…` verbindet deins.',
  '`{0}` cannot be “{1}”: an OSRS name has 1 to 12 letters, digits, spaces, `_` or `-`.':
    '`{0}` kann nicht „{1}“ sein: ein OSRS-Name hat 1 bis 12 Buchstaben, Ziffern, Leerzeichen, `_` oder `-`.',
  'The hiscores know nobody called “{0}”. Check the spelling; who was never ranked in any skill is not there.':
    'Die Hiscores kennen niemanden namens „{0}“. Prüf die Schreibweise; wer nie in einer Fertigkeit gewertet wurde, steht nicht darin.',
  Skill: 'Fertigkeit',
  Level: 'Stufe',
  Virtual: 'Virtuell',
  Experience: 'Erfahrung',
  Rank: 'Rang',
  'An unranked skill is too low for the hiscores, so its level is not known: it counts as 1, Hitpoints as 10.':
    'Eine Fertigkeit ohne Rang ist zu niedrig für die Hiscores, ihre Stufe ist also unbekannt: sie zählt als 1, Hitpoints als 10.',
  '**{0}** gives no answer right now ({1}); these are older figures.':
    '**{0}** antwortet gerade nicht ({1}); das sind ältere Zahlen.',
  'The source': 'Die Quelle',
  'Combat level': 'Kampfstufe',
  Read: 'Gelesen',
  '**{0}** gives no answer right now ({1}); these are the levels last read.':
    '**{0}** antwortet gerade nicht ({1}); das sind die zuletzt gelesenen Stufen.',
  '{0} (yours)': '{0} (deins)',
  Unlinked: 'Getrennt',
  'Your OSRS account is not linked any more. Your loadouts stay for when you link again.':
    'Dein OSRS-Konto ist nicht mehr verbunden. Deine Ausrüstungen bleiben, bis du wieder verbindest.',
  'The OSRS hiscores': 'Die OSRS-Hiscores',
  'An OSRS name has 1 to 12 letters, digits, spaces, `_` or `-`.':
    'Ein OSRS-Name hat 1 bis 12 Buchstaben, Ziffern, Leerzeichen, `_` oder `-`.',
  'Another account has been linked since. Look again.':
    'Inzwischen wurde ein anderes Konto verbunden. Sieh noch einmal nach.',
  'A level is a whole number from 1 to 99.': 'Eine Stufe ist eine ganze Zahl von 1 bis 99.',
  "A loadout's name has 1 to {0} characters.": 'Der Name einer Ausrüstung hat 1 bis {0} Zeichen.',
  'This name is always there. Choose another one, for example `slayer`.':
    'Diesen Namen gibt es immer. Wähl einen anderen, etwa `slayer`.',
  'You keep {0} loadouts, which is as many as there is room for. Save under one of their names.':
    'Du hebst {0} Ausrüstungen auf, mehr Platz ist nicht. Speichere unter einem ihrer Namen.',
  'Only the person can do that.': 'Das kann nur man selbst.',
  'There is nothing of that name here. The suggestions list what there is.':
    'So etwas gibt es hier nicht. Die Vorschläge zeigen, was es gibt.',
  '{0} {1} (you have {2})': '{0} {1} (du hast {2})',
  '{0} needs {1}.': '{0} braucht {1}.',
  '{0} needs {1} magic (you have {2}).': '{0} braucht {1} Magie (du hast {2}).',
  '{0} is cast with a staff or wand. Equip one first.': '{0} braucht einen Stab. Leg zuerst einen an.',
  '{0} needs {1} prayer (you have {2}).': '{0} braucht {1} Gebet (du hast {2}).',
  '{0}: the stances are {1}.': '{0}: die Haltungen sind {1}.',
});
