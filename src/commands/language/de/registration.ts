import { phrasesOf } from '../phrases.ts';

/** What Discord's list says of commands, options and choices, beside what panels say too. */
export const REGISTRATION = phrasesOf({
  'Adopt, feed, train and send out pets': 'Tiere adoptieren, füttern, üben und auf Reisen schicken',
  'Fight trainers and people, watch, replay and verify':
    'Gegen Trainer und Leute kämpfen, zusehen, nachspielen, prüfen',
  'Coins, items, the shop and your history': 'Münzen, Gegenstände, der Laden und dein Konto',
  'Who you are here, and who sees what': 'Wer du hier bist, und wer was sieht',
  'Old School RuneScape: stats, gear, damage': 'Old School RuneScape: Werte, Ausrüstung, Schaden',
  'Your Pokémon, your team, damage': 'Deine Pokémon, dein Team, Schaden',
  'What you are told about, and where': 'Wovon du hörst, und wo',
  'For those who run this service': 'Für die Betreiber dieses Dienstes',
  'For those who manage this guild': 'Für die Verwaltung dieser Gilde',
  'Send a pet out and see how it does': 'Ein Tier auf Reisen schicken und sehen, wie es ihm geht',
  'What your character wears': 'Was deine Figur trägt',
  'Your team of six': 'Dein Sechserteam',
  'What runs inside': 'Was innen läuft',
  'Guilds and their bans': 'Gilden und ihre Ausschlüsse',
  'Commands that were put aside': 'Befehle, die beiseitegelegt wurden',
  'Fight one of the hall’s trainers, a Pokémon leader or a monster':
    'Gegen einen Trainer der Halle, einen Pokémon-Leiter oder ein Monster kämpfen',
  'Instead of a name: a trainer of this strength whom you have not beaten yet':
    'Statt eines Namens: ein Trainer dieser Stärke, den du noch nicht besiegt hast',
  'Whom: a trainer, a Pokémon leader or a monster; of each the easiest first':
    'Wen: Trainer, Pokémon-Leiter oder Monster; jeweils die leichtesten zuerst',
  'One to three fighters, with commas between; your own first ones if left out':
    'Ein bis drei Kämpfer, mit Kommas dazwischen; sonst deine ersten',
  'rounds: 15 s to decide, then 8 ticks; live: a tick every 0.6 s':
    'rounds: 15 s zum Entscheiden, dann 8 Takte; live: ein Takt alle 0,6 s',
  'Of Pokémon battles: a format of Pokémon Showdown by its id, such as gen9randombattle':
    'Für Pokémon-Kämpfe: ein Format von Pokémon Showdown, etwa gen9randombattle',
  rounds: 'Runden',
  live: 'live',
  'Challenge somebody: pets, Pokémon and OSRS characters fight each other':
    'Jemanden herausfordern: Tiere, Pokémon und OSRS-Figuren kämpfen gegeneinander',
  Whom: 'Wen',
  'Coins that each side puts up; at most a quarter of yours':
    'Münzen, die jede Seite setzt; höchstens ein Viertel deiner',
  'even: all at level 50, and the ladder counts it; own: as they are':
    'even: alle auf Stufe 50, zählt für die Rangliste; own: wie sie sind',
  'A series: whoever has won more than half of so many battles has won':
    'Eine Serie: wer mehr als die Hälfte so vieler Kämpfe gewinnt, gewinnt',
  'cross: any against any; pokemon: the games’ own rules, with your Pokémon team':
    'cross: alle gegen alle; pokemon: die Regeln der Spiele, mit deinem Pokémon-Team',
  'Nobody else may watch': 'Niemand sonst darf zusehen',
  even: 'gleich stark',
  own: 'wie sie sind',
  cross: 'alle gegen alle',
  pokemon: 'Pokémon',
  'Wait for an opponent of about your rating': 'Auf jemanden deiner Stärke warten',
  'Wait no longer for an opponent': 'Nicht länger warten',
  'How your battle stands, with its controls': 'Wie dein Kampf steht, mit seinen Knöpfen',
  'Which battle; your latest one if left out': 'Welcher Kampf; sonst dein letzter',
  'Give your fighter an order; a later one replaces it until it is played':
    'Deinem Kämpfer einen Befehl geben; ein späterer ersetzt ihn, bis er gespielt ist',
  'What to do next': 'Was als Nächstes zu tun ist',
  'Only for this round, or of a match for your choice of this number':
    'Nur für diese Runde, oder deine so vielte Wahl',
  'What your fighters do when you give no order': 'Was deine Kämpfer ohne Befehl tun',
  'Eat below so many percent of HP; 0: never by itself': 'Essen unter so viel Prozent HP; 0: nie von selbst',
  'Take an antidote against an effect': 'Ein Gegenmittel gegen eine Wirkung nehmen',
  'Bring in who stands better': 'Einwechseln, wer besser steht',
  '1 to 4: always that attack; 0: what does most': '1 bis 4: immer dieser Angriff; 0: was am meisten tut',
  'Give up your battle, after a question': 'Deinen Kampf aufgeben, nach einer Frage',
  'Watch a battle; without one, what runs now': 'Einem Kampf zusehen; ohne Angabe, was gerade läuft',
  'How your battles ended and your rating went, or somebody else’s':
    'Wie deine Kämpfe endeten und deine Wertung lief, oder die von anderen',
  'Whose; yours if left out': 'Wessen; sonst deine',
  'Go through a battle that is over, turn by turn': 'Einen beendeten Kampf durchgehen, Zug um Zug',
  'Go there: a turn, or a round of 8 ticks; 0 is the start':
    'Dorthin: ein Zug, oder eine Runde von 8 Ticks; 0 ist der Anfang',
  'Go there: a tick, of a battle that has them': 'Dorthin: ein Tick, in einem Kampf, der Ticks hat',
  'All that happened, as a text': 'Alles, was geschah, als Text',
  'Play a battle again from its seeds and compare every tick':
    'Einen Kampf aus seinen Saaten nachspielen und jeden Takt vergleichen',
  'Ratings of all who fought people at even levels': 'Wertungen aller, die gleich stark gegen Leute kämpften',
  'The places around yours': 'Die Plätze um deinen',
  'How battles work, in short': 'Wie Kämpfe gehen, kurz gesagt',
  'Link your account of another game': 'Dein Konto eines anderen Spiels verbinden',
  'Which game': 'Welches Spiel',
  'What you are called there': 'Wie du dort heißt',
  'Let go of a linked account': 'Ein verbundenes Konto lösen',
  'Skills and combat level of an OSRS account': 'Fertigkeiten und Kampfstufe eines OSRS-Kontos',
  'Which hiscores; those of the main game unless you say so': 'Welche Hiscores; sonst die des Hauptspiels',
  'Whose, by name in the game; yours unless you say so': 'Wessen, nach Name im Spiel; sonst deines',
  'See what you wear and what it gives': 'Was du trägst und was es bringt',
  'Wear something else, choose a spell, a prayer or a stance':
    'Etwas anderes tragen, Zauber, Gebet oder Haltung wählen',
  'Gear, a spell, a prayer, or a starter set': 'Ausrüstung, ein Zauber, ein Gebet oder ein Anfängersatz',
  'How you hold your weapon': 'Wie du deine Waffe hältst',
  'A slot to empty': 'Ein Platz zum Leeren',
  accurate: 'genau',
  aggressive: 'angriffslustig',
  controlled: 'beherrscht',
  defensive: 'abwehrend',
  rapid: 'schnell',
  longrange: 'weit',
  autocast: 'Zauber',
  head: 'Kopf',
  cape: 'Umhang',
  neck: 'Hals',
  ammo: 'Munition',
  weapon: 'Waffe',
  body: 'Körper',
  shield: 'Schild',
  legs: 'Beine',
  hands: 'Hände',
  feet: 'Füße',
  ring: 'Ring',
  'Keep what you wear under a name': 'Behalten, was du trägst, unter einem Namen',
  'Its name; one that you have is replaced': 'Sein Name; ein vorhandener wird ersetzt',
  'Put on a loadout that you kept, or a starter set':
    'Eine behaltene Ausrüstung anlegen, oder einen Anfängersatz',
  'Which one': 'Welche',
  'Accuracy, max hit, DPS and how long a kill takes, also at worst':
    'Treffsicherheit, Höchsttreffer, DPS und Zeit einer Ausrüstung',
  'A monster': 'Ein Monster',
  'What you wear unless you say so': 'Sonst, was du trägst',
  'Potions, the prayer of the loadout, or both; none unless you say so':
    'Tränke, das Gebet der Ausrüstung, oder beides; sonst nichts',
  potion: 'Trank',
  prayer: 'Gebet',
  both: 'beides',
  'Choose your first Pokémon; it stays with you': 'Dein erstes Pokémon wählen; es bleibt bei dir',
  'Which one; without it all are shown': 'Welches; ohne Angabe siehst du alle',
  'See who is in your team, and whether a format allows it':
    'Wer in deinem Team ist, und ob ein Format es erlaubt',
  'Whether it may play there: a format of Pokémon Showdown by its id, such as gen9ou':
    'Ob es dort spielen darf: ein Format von Pokémon Showdown, etwa gen9ou',
  'Bring a team of Pokémon Showdown as loaners; it becomes your team':
    'Ein Team von Pokémon Showdown als Leihgabe bringen; es wird dein Team',
  'The team in text or short form; without it a form opens':
    'Das Team als Text oder in Kurzform; sonst öffnet sich ein Formular',
  'Get your team as text for Pokémon Showdown': 'Dein Team als Text für Pokémon Showdown',
  'Put a Pokémon of your box into a slot of your team, or empty the slot':
    'Ein Pokémon deiner Box in dein Team stellen, oder den Platz leeren',
  'Which slot': 'Welcher Platz',
  'Who stands there; nobody when it is left out': 'Wer dort steht; sonst niemand',
  'List your Pokémon: your starter and the loaners that you imported':
    'Deine Pokémon: dein erstes und die eingeführten Leihgaben',
  'Part of a name, or a type, move, ability or item such as water':
    'Teil eines Namens, oder ein Typ, eine Attacke, Fähigkeit oder ein Item wie water',
  'In which order; the team first unless you say so': 'In welcher Reihenfolge; sonst das Team zuerst',
  'Only species of which you have several': 'Nur Arten, von denen du mehrere hast',
  'the team first': 'das Team zuerst',
  'the newest first': 'das Neueste zuerst',
  'by name': 'nach Namen',
  'by number in the Pokédex': 'nach Nummer im Pokédex',
  'the highest level first': 'die höchste Stufe zuerst',
  'See stats, moves and cross-battle form of one of your Pokémon':
    'Werte, Attacken und Kampfform eines deiner Pokémon',
  'Which one; the first of your team when it is left out': 'Welches; sonst das erste deines Teams',
  'Let an imported Pokémon go, or all of them; your starter stays':
    'Ein eingeführtes Pokémon freilassen, oder alle; dein erstes bleibt',
  'Which one, or all': 'Welches, oder alle',
  'Calculate what a move does: range, share of health, odds of a knock-out':
    'Berechnen, was eine Attacke tut: Spanne, Anteil der KP, Aussicht auf K. o.',
  'Who attacks: a species, or one of yours by id or nickname':
    'Wer angreift: eine Art, oder eines deiner nach Kennung oder Spitznamen',
  'With which move': 'Mit welcher Attacke',
  'Who is hit: a species, or one of yours by id or nickname':
    'Wer getroffen wird: eine Art, oder eines deiner nach Kennung oder Spitznamen',
  'Level of who is not yours, by default 100': 'Stufe dessen, was nicht deins ist, sonst 100',
  'Weather or terrain': 'Wetter oder Feld',
  'A critical hit': 'Ein Volltreffer',
  Sun: 'Sonne',
  Rain: 'Regen',
  Sand: 'Sand',
  Snow: 'Schnee',
  'Live entities of a kind, quarantined ones first': 'Wache Entitäten einer Art, angehaltene zuerst',
  'For example pet; all when left out': 'Zum Beispiel pet; sonst alle',
  'One live entity: status, inbox, restarts, last error':
    'Eine wache Entität: Zustand, Eingang, Neustarts, letzter Fehler',
  'Kind, realm and id, for example pet:home:a1b2c3': 'Art, Reich und Kennung, zum Beispiel pet:home:a1b2c3',
  'Brings a quarantined entity back from its log': 'Holt eine angehaltene Entität aus ihrem Log zurück',
  'Void a battle: stakes go back, seeds are revealed, both sides are told':
    'Einen Kampf aufheben: Einsätze gehen zurück, Saaten werden gezeigt, beide hören davon',
  'Which process has how many shards, and where an entity lies':
    'Welcher Prozess wie viele Scherben hat, und wo eine Entität liegt',
  'Which battle': 'Welcher Kampf',
  'Both sides read it': 'Beide Seiten lesen es',
  'Commands that could not be handled and wait for you':
    'Befehle, die nicht behandelt werden konnten und auf dich warten',
  'Gives a dead letter to its entity again, at most once in all':
    'Gibt einen toten Brief noch einmal seiner Entität, insgesamt höchstens einmal',
  'Id of the dead letter': 'Kennung des toten Briefs',
  'Throws a dead letter away: its command will never be carried out':
    'Wirft einen toten Brief weg: sein Befehl wird nie ausgeführt',
});
