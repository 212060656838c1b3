import { phrasesOf } from '../phrases.ts';

/** Battles by ticks: challenges, panels, lobby, ladder. */
export const BATTLE = phrasesOf({
  'Those by one set of rules; all if left out': 'Die nach einem Regelwerk; sonst alle',
  'Your rating': 'Deine Wertung',
  'Rating of {0}': 'Wertung von {0}',
  'There is no battle “{0}” that you may see. `/battle history` lists yours.':
    'Es gibt keinen Kampf „{0}“, den du sehen darfst. `/battle history` zeigt deine.',
  'a trainer': 'ein Trainer',
  you: 'du',
  ', under way': ', im Gang',
  ', not begun': ', noch nicht begonnen',
  'Watch {0}': 'Zusehen {0}',
  'You have not fought yet. `/battle npc` finds you a trainer, `/battle challenge` a friend.':
    'Du hast noch nicht gekämpft. `/battle npc` findet dir einen Trainer, `/battle challenge` fordert jemanden heraus.',
  'no type': 'kein Typ',
  'level {0}': 'Stufe {0}',
  'every {0} ticks': 'alle {0} Ticks',
  'attack {0}': 'Angriff {0}',
  'Bring in {0}': '{0} einwechseln',
  'Standing orders': 'Dauerbefehle',
  'No battle': 'Kein Kampf',
  'Challenge accepted': 'Herausforderung angenommen',
  'Stakes are being put up': 'Einsätze werden hinterlegt',
  'Battle over': 'Kampf vorbei',
  'Battle voided': 'Kampf ungültig',
  'Challenge over': 'Herausforderung vorbei',
  'the other side gave up': 'die andere Seite gab auf',
  'time was up': 'die Zeit war um',
  ' The series goes on: `/battle status` shows its next battle, press Ready there.':
    ' Die Serie geht weiter: `/battle status` zeigt ihren nächsten Kampf, drück dort Bereit.',
  'Strength: easy.': 'Stärke: leicht.',
  'Strength: medium.': 'Stärke: mittel.',
  'Strength: hard.': 'Stärke: schwer.',
  'Strength: champion.': 'Stärke: meisterlich.',
  'Newcomers on autopilot win {0} of 100.': 'Neulinge gewinnen von selbst {0} von 100.',
  easy: 'leicht',
  medium: 'mittel',
  hard: 'schwer',
  champion: 'meisterlich',
  'The first win pays {0}.': 'Der erste Sieg bringt {0}.',
  'You have won before; a win on another day still pays {0}.':
    'Du hast schon gewonnen; ein Sieg an einem anderen Tag bringt noch {0}.',
  'You have won before, so this one is for the fight.':
    'Du hast schon gewonnen; diesmal geht es um den Kampf.',
  'Name a `trainer` or a `difficulty`, not both.': 'Nenn `trainer` oder `difficulty`, nicht beides.',
  'The hall has nobody of that strength.': 'Die Halle hat niemanden dieser Stärke.',
  ', newcomers win {0} %': ', Neulinge gewinnen {0} %',
  ', beaten': ', besiegt',
  'You have {0} battles under way, and {1} is the most: {2}. End one of them first.':
    'Du hast {0} Kämpfe im Gang, und {1} sind das Höchste: {2}. Beende zuerst einen davon.',
  '**{0} won** after {1}: {2}.{3}': '**{0} gewann** nach {1}: {2}.{3}',
  Sides: 'Seiten',
  '{0} against {1}': '{0} gegen {1}',
  Tempo: 'Tempo',
  Series: 'Serie',
  Stake: 'Einsatz',
  '{0} each': 'je {0}',
  Round: 'Runde',
  Tick: 'Tick',
  'Answer by': 'Antwort bis',
  'Each side brings': 'Jede Seite bringt',
  '{0} fighters': '{0} Kämpfer',
  Levels: 'Stufen',
  'even: all at {0}': 'gleich: alle auf {0}',
  'own teams: all at {0}': 'eigene Teams: alle auf {0}',
  'as they are': 'wie sie sind',
  counts: 'zählt',
  'does not count': 'zählt nicht',
  Shown: 'Sichtbar',
  'only to its players': 'nur für die Beteiligten',
  'to everybody': 'für alle',
  'Seed commitment': 'Zusage des Seeds',
  'Opening digest': 'Prüfsumme der Eröffnung',
  'Server seed': 'Seed des Servers',
  'Standing orders…': 'Dauerbefehle…',
  'Give up': 'Aufgeben',
  Accept: 'Annehmen',
  Decline: 'Ablehnen',
  Withdraw: 'Zurückziehen',
  Ready: 'Bereit',
  Start: 'Starten',
  'Accept with…': 'Annehmen mit…',
  'Start with my seed…': 'Mit meinem Seed beginnen…',
  'Not now': 'Jetzt nicht',
  'Ready with my seed…': 'Bereit mit meinem Seed…',
  'Choose: {0} ticks play {1}. Without a choice your fighter does what is best by itself.':
    'Wähl: {0} Ticks laufen {1}. Ohne Wahl tut dein Kämpfer selbst das Beste.',
  'Choose within {0} s; then {1} ticks play. Without a choice your fighter does what is best by itself.':
    'Wähl binnen {0} s; dann laufen {1} Ticks. Ohne Wahl tut dein Kämpfer selbst das Beste.',
  'Choose whenever you like; without a choice your fighter does what is best by itself.':
    'Wähl, wann du willst; ohne Wahl tut dein Kämpfer selbst das Beste.',
  'Ordered: **{0}**.': 'Befohlen: **{0}**.',
  '{0} The round plays {1} at the latest.': '{0} Die Runde läuft spätestens {1}.',
  '{0}, given back': '{0}, zurückgegeben',
  '{0}; the pot, {1}, goes to {2}': '{0}; der Topf, {1}, geht an {2}',
  'food {0}': 'Essen {0}',
  'antidotes {0}': 'Gegengifte {0}',
  'the next item from tick {0}': 'der nächste Gegenstand ab Tick {0}',
  'the next guard from tick {0}': 'die nächste Deckung ab Tick {0}',
  Supplies: 'Vorräte',
  '{0}: {1} not seen yet': '{0}: {1} noch nicht gesehen',
  'Battle {0}{1}': 'Kampf {0}{1}',
  'You cannot fight yourself. `/battle npc` has trainers for every taste.':
    'Gegen dich selbst kannst du nicht kämpfen. `/battle npc` hat Trainer für jeden Geschmack.',
  'They have not started yet. Once they have given a first command, you can challenge them.':
    'Diese Person hat noch nicht angefangen. Nach ihrem ersten Befehl kannst du sie herausfordern.',
  'They take no requests at the moment. Ask them to open `/profile privacy` requests.':
    'Diese Person nimmt gerade keine Anfragen an. Bitte sie, Anfragen in `/profile privacy` zu öffnen.',
  'You have {0} coins. Stake less, or nothing.': 'Du hast {0} Münzen. Setz weniger oder nichts.',
  'One battle may stake a quarter of what you have, now {0} coins.':
    'Ein Kampf darf ein Viertel deines Geldes einsetzen, jetzt {0} Münzen.',
  'They have ten minutes to accept; then press Start here.':
    'Zum Annehmen sind zehn Minuten Zeit; drück danach hier Beginnen.',
  'Accepted. The battle begins when the challenger presses Start.':
    'Angenommen. Der Kampf beginnt, wenn die andere Seite Beginnen drückt.',
  'You are ready.': 'Du bist bereit.',
  'Start with my seed': 'Mit meinem Seed beginnen',
  'Ready with my seed': 'Bereit mit meinem Seed',
  'is on vacation': 'ist im Urlaub',
  'is sick': 'ist krank',
  'is away or training': 'ist unterwegs oder übt',
  '{0} (borrowed)': '{0} (geliehen)',
  'You have no fighter “{0}”. {1} `loan:mossback` and other species are lent to everybody.':
    'Du hast keinen Kämpfer „{0}“. {1} `loan:mossback` und andere Arten werden allen geliehen.',
  'You have none of your own yet.': 'Du hast noch keine eigenen.',
  'Yours: {0}{1}.': 'Deine: {0!}{1}.',
  '`team` takes one to {0} fighters with commas between, not {1}.':
    '`team` nimmt einen bis {0} Kämpfer mit Kommas dazwischen, nicht {1}.',
  '{0} cannot fight twice at once.': '{0} kann nicht zweimal zugleich kämpfen.',
  '{0} is in the team already, in another outfit. Choose somebody else.':
    '{0} ist schon im Team, in anderer Kleidung. Wähl jemand anderen.',
  '{0} {1}. Choose somebody else.': '{0} {1}. Wähl jemand anderen.',
  'Your seed': 'Dein Seed',
  'letters, digits, _ and -; empty: this press': 'Buchstaben, Ziffern, _ und -; leer: dieser Klick',
  'The rolls follow from the server’s seed and both of yours.':
    'Die Würfe folgen aus dem Seed des Servers und euren beiden.',
  'Your team: {0}': 'Dein Team: {0}',
  'one fighter': 'ein Kämpfer',
  '{0} fighters, with commas between': '{0} Kämpfer, mit Kommas dazwischen',
  'loan:mossback; empty: your own first ones': 'loan:mossback; leer: deine eigenen ersten',
  'What you leave empty is chosen for you.': 'Was du leer lässt, wird für dich gewählt.',
  'This battle never began, so there is nothing to replay.':
    'Dieser Kampf hat nie begonnen, also gibt es nichts abzuspielen.',
  'This battle is not over yet. Its replay comes with its end; until then orders and seeds stay hidden.':
    'Dieser Kampf ist noch nicht vorbei. Die Aufzeichnung kommt mit dem Ende; bis dahin bleiben Befehle und Seeds verborgen.',
  'This battle ended before its first tick.': 'Dieser Kampf endete vor dem ersten Tick.',
  Replay: 'Aufzeichnung',
  Controls: 'Steuern',
  Watch: 'Zusehen',
  Follow: 'Verfolgen',
  '{0}: over': '{0}: vorbei',
  'This view is a quarter of an hour old and stands still now. Any of its buttons gives you a new one.':
    'Diese Ansicht ist eine Viertelstunde alt und steht ab jetzt still. Jeder ihrer Knöpfe gibt dir eine neue.',
  'This battle goes on in the newer message below.':
    'Dieser Kampf geht in der neueren Nachricht unten weiter.',
  '{0} and {1} draw': '{0} und {1} trennen sich remis',
  '{0} beats {1}': '{0} schlägt {1}',
  '{0} of {1} standing': '{0} von {1} stehen',
  '{0} · {1} {2} · battle {3}': '{0} · {1} {2} · Kampf {3}',
  'Cross battle · {0} ticks · battle {1}': 'Gemischter Kampf · {0} Ticks · Kampf {1}',
  '{0} by the rules `{1}`, {2}. Go through it here or on the page under **Battles**, or save the file from `/api/battles/{3}/replay`.':
    'In {0} nach den Regeln `{1}`, {2}. Geh sie hier oder auf der Seite unter **Battles** durch, oder sichere die Datei von `/api/battles/{3}/replay`.',
  '{0} ± {1} {2} {3} to {4} in {5}': '{0} ± {1} {2} {3} bis {4} in {5}',
  First: 'Erste',
  Previous: 'Vorige',
  Log: 'Protokoll',
  Link: 'Link',
  'Log of a battle': 'Protokoll eines Kampfes',
  'Before the first tick.': 'Vor dem ersten Tick.',
  'Nothing happened in these ticks.': 'In diesen Ticks ist nichts geschehen.',
  'Go to a `turn` or to a `tick`, not to both.': 'Geh zu einem `turn` oder zu einem `tick`, nicht zu beiden.',
  'The log is of the whole battle. Leave `turn` and `tick` out, or `log`.':
    'Das Protokoll zeigt den ganzen Kampf. Lass `turn` und `tick` weg, oder `log`.',
  'This battle does not go on for so long: `{0}` takes 0 to {1}.':
    'So lange dauert dieser Kampf nicht: `{0}` nimmt 0 bis {1}.',
  'This battle is private, so it is not shown to everybody. Leave `share` out.':
    'Dieser Kampf ist privat und wird darum nicht allen gezeigt. Lass `share` weg.',
  'Replay digest': 'Prüfsumme der Aufzeichnung',
  'Players’ seeds': 'Seeds der Spieler',
  Verify: 'Prüfen',
  Rematch: 'Revanche',
  'Battle {0}': 'Kampf {0}',
  'It does not match': 'Es stimmt nicht überein',
  'Played again from the seeds and the orders alone: {0}, and the seed is the one that was committed to.':
    'Allein aus Seeds und Befehlen noch einmal gespielt: {0}, und der Seed ist der zugesagte.',
  'the result is the same': 'das Ergebnis ist gleich',
  'the tick and the result are the same': 'der Tick und das Ergebnis sind gleich',
  '{0} ticks': '{0} Ticks',
  'all {0} ticks and the result are the same': 'alle {0} Ticks und das Ergebnis sind gleich',
  'the turn and the result are the same': 'der Zug und das Ergebnis sind gleich',
  'all {0} turns and the result are the same': 'alle {0} Züge und das Ergebnis sind gleich',
  '1 tick': '1 Tick',
  '1 turn': '1 Zug',
  '1 choice': '1 Entscheidung',
  '{0} choices': '{0} Entscheidungen',
  '1 order': '1 Befehl',
  '{0} orders': '{0} Befehle',
  'Voided: {0}': 'Ungültig: {0}',
  'Declined: nobody fought.': 'Abgelehnt: niemand hat gekämpft.',
  'Withdrawn: nobody fought.': 'Zurückgezogen: niemand hat gekämpft.',
  'Nobody took it up in time.': 'Niemand hat sie rechtzeitig angenommen.',
  'an operator ended it: {0}': 'der Betrieb hat ihn beendet: {0}',
  'The first difference: {0}. Please tell an operator.':
    'Der erste Unterschied: {0}. Bitte sag es dem Betrieb.',
  Rules: 'Regeln',
  Digest: 'Prüfsumme',
  'By yourself': 'Selbst prüfen',
  'tick {0}': 'Tick {0}',
  'turn {0}': 'Zug {0}',
  'Battles under way': 'Laufende Kämpfe',
  'Nobody fights right now. `/battle npc` changes that.': 'Gerade kämpft niemand. `/battle npc` ändert das.',
  Stands: 'Steht bei',
  Battle: 'Kampf',
  'The page shows them live under Battles.': 'Die Seite zeigt sie live unter Battles.',
  Battles: 'Kämpfe',
  'Pets, Pokémon and OSRS characters fight each other, by buttons and on the page under **Battles**. Try `/battle npc trainer:wren`, `/battle npc trainer:osrs-goblin` for a hunt, `/battle npc trainer:fern format:gen9randombattle` for a Pokémon battle, or `/battle challenge user:misty` for a friend.':
    'Tiere, Pokémon und OSRS-Figuren kämpfen gegeneinander, mit Knöpfen und auf der Seite unter **Battles**. Versuch `/battle npc trainer:wren`, `/battle npc trainer:osrs-goblin` für eine Jagd, `/battle npc trainer:fern format:gen9randombattle` für einen Pokémon-Kampf oder `/battle challenge user:misty` für jemanden, den du kennst.',
  'No battle has ended yet. `/battle npc` is a good place to begin.':
    'Noch ist kein Kampf zu Ende. `/battle npc` ist ein guter Anfang.',
  Result: 'Ergebnis',
  Length: 'Länge',
  Ladder: 'Rangliste',
  'Nobody has a rating yet. It takes a battle between two people at even levels: `/battle challenge` or `/battle queue`.':
    'Noch hat niemand eine Wertung. Dafür braucht es einen Kampf zweier Leute auf gleicher Stufe: `/battle challenge` oder `/battle queue`.',
  Rating: 'Wertung',
  Won: 'Gewonnen',
  Lost: 'Verloren',
  'Glicko-2; sorted by what is sure: rating less twice its deviation.':
    'Glicko-2; sortiert nach dem, was sicher ist: Wertung minus zweimal ihre Abweichung.',
  'Rules: cross': 'Regeln: cross',
  'Rules: pokemon': 'Regeln: pokemon',
  'Rules: osrs': 'Regeln: osrs',
  '**Teams** are one to three fighters, at most two of them of one type and class.':
    '**Teams** sind ein bis drei Kämpfer, höchstens zwei davon vom selben Typ und derselben Klasse.',
  '**Any against any**: OSRS characters, Pokémon and pets are brought to one scale: equal levels are equal fighters.':
    '**Alle gegen alle**: OSRS-Figuren, Pokémon und Tiere kommen auf einen Maßstab: gleiche Stufen sind gleich starke Kämpfer.',
  'Time goes in ticks of {0}. A fighter acts every 3 to 7 ticks; slow ones hit harder. Both sides act from the same state, so nobody has the first blow.':
    'Die Zeit läuft in Ticks von {0}. Ein Kämpfer handelt alle 3 bis 7 Ticks; langsame treffen härter. Beide Seiten handeln aus demselben Stand, niemand hat den ersten Schlag.',
  '**Attacks**: four each. Types and the triangle (melee beats ranged beats magic beats melee) are an edge, no verdict.':
    '**Angriffe**: je vier. Typen und das Dreieck (Nahkampf schlägt Fernkampf schlägt Magie schlägt Nahkampf) sind ein Vorteil, kein Urteil.',
  '**Guard** halves what comes in for {0} ticks, once in {1}. **Food** gives 1/{2} of the HP back, an **antidote** ends an effect; an item takes {3} ticks, and the next one comes {4} after it at the soonest.':
    '**Deckung** halbiert {0} Ticks lang, was trifft, einmal in {1}. **Essen** gibt 1/{2} der KP zurück, ein **Gegengift** beendet eine Wirkung; ein Gegenstand braucht {3} Ticks, und der nächste kommt frühestens {4} danach.',
  '**Effects** last {0} ticks: poison takes 1/{1} of the HP every {2} ticks, burn half of that, paralysis costs {3} actions in 8; sleep lasts {4} to {5} ticks.':
    '**Wirkungen** dauern {0} Ticks: Gift nimmt alle {2} Ticks 1/{1} der KP, Brand die Hälfte davon, Lähmung kostet {3} von 8 Handlungen; Schlaf dauert {4} bis {5} Ticks.',
  '**Switching** takes {0} ticks and a quarter of the newcomer’s interval. It gets you out of a bad matchup.':
    '**Wechseln** dauert {0} Ticks und ein Viertel des Intervalls von dem, der kommt. Es hilft aus einer schlechten Paarung.',
  'Without an order your fighter does what is best by itself. Stakes: the winner takes both less {0} %, a draw or a void gives them back.':
    'Ohne Befehl tut dein Kämpfer selbst das Beste. Einsätze: wer gewinnt, nimmt beide minus {0} %, ein Remis oder ein ungültiger Kampf gibt sie zurück.',
  '**Other rules**: `/battle npc` also has Pokémon leaders, by the games’ own rules (`/battle rules rules:pokemon`), and monsters of Old School RuneScape to hunt (`/battle rules rules:osrs`).':
    '**Andere Regeln**: `/battle npc` hat auch Pokémon-Arenaleiter nach den Regeln der Spiele (`/battle rules rules:pokemon`) und Monster aus Old School RuneScape zum Jagen (`/battle rules rules:osrs`).',
  '**Fair**: the server commits to its seed before yours exists; afterwards everything is revealed and `/battle verify` plays it again.':
    '**Fair**: der Server legt sich auf seinen Seed fest, bevor es deinen gibt; danach wird alles offengelegt, und `/battle verify` spielt es noch einmal.',
  Version: 'Version',
  Data: 'Daten',
  'In tempo rounds': 'Im Tempo rounds',
  'In tempo live': 'Im Tempo live',
  Clock: 'Uhr',
  '{0} to decide, then {1} ticks play': '{0} zum Entscheiden, dann laufen {1} Ticks',
  'a tick every {0}, played {1} at a time': 'alle {0} ein Tick, je {1} auf einmal gespielt',
  '{0} for each choice, then it is made for you; {1} after {2} such choices':
    '{0} für jede Entscheidung, dann wird sie für dich getroffen; {1} nach {2} solchen',
  'that of its version': 'die seiner Version',
  '**The games’ own rules**, as Pokémon Showdown’s simulator plays them: abilities, items, doubles, every generation.':
    '**Die Regeln der Spiele**, wie der Simulator von Pokémon Showdown sie spielt: Fähigkeiten, Items, Doppelkämpfe, jede Generation.',
  '`format:` takes the id of a format. `gen9randombattle` and the like deal the teams; without it your own team (`/pokemon team view`) plays `gen9anythinggoes`.':
    '`format:` nimmt die Kennung eines Formats. `gen9randombattle` und ähnliche teilen die Teams aus; ohne spielt dein eigenes Team (`/pokemon team view`) `gen9anythinggoes`.',
  'Against people all fight at level {0}, unless `levels:own`. There are no stakes.':
    'Gegen Leute kämpfen alle auf Stufe {0}, außer mit `levels:own`. Einsätze gibt es nicht.',
  'Try `/battle npc trainer:fern format:gen9randombattle`, or `/battle challenge user:misty rules:pokemon`.':
    'Versuch `/battle npc trainer:fern format:gen9randombattle` oder `/battle challenge user:misty rules:pokemon`.',
  '**Hunts**: an Old School RuneScape character against a monster, by the wiki’s formulas for accuracy and damage.':
    '**Jagden**: eine Figur aus Old School RuneScape gegen ein Monster, nach den Formeln des Wikis für Treffer und Schaden.',
  'Each choice lasts {0} ticks of {1}: fight on, eat, protect from a style, take other gear, flee.':
    'Jede Entscheidung gilt {0} Ticks von {1}: weiterkämpfen, essen, vor einem Stil schützen, andere Ausrüstung nehmen, fliehen.',
  'A bite delays your next attack by {0} ticks, other gear by {1}; whoever flees is away after {2} ticks.':
    'Ein Bissen verzögert deinen nächsten Angriff um {0} Ticks, andere Ausrüstung um {1}; wer flieht, ist nach {2} Ticks fort.',
  'Your linked account brings what it wears and keeps; without one the hall lends you an adventurer. Try `/battle npc trainer:osrs-goblin`.':
    'Dein verknüpftes Konto bringt, was es trägt und aufhebt; ohne leiht dir die Halle eine Figur. Versuch `/battle npc trainer:osrs-goblin`.',
  'A hunt that lasts {0} ticks has no winner.': 'Eine Jagd, die {0} Ticks dauert, hat keinen Sieger.',
  'cross: any against any; pokemon: the games’ own; osrs: hunts':
    'cross: alle gegen alle; pokemon: die der Spiele; osrs: Jagden',
  'A battle that lasts {0} ticks is a draw.': 'Ein Kampf, der {0} Ticks dauert, ist ein Remis.',
  'You are not in this battle.': 'Du bist nicht in diesem Kampf.',
  'This battle is not under way, so nobody can give up.':
    'Dieser Kampf läuft nicht, also kann niemand aufgeben.',
  'Give up?': 'Aufgeben?',
  'The other side wins at once.': 'Die andere Seite gewinnt sofort.',
  'Fight on': 'Weiterkämpfen',
  'Both have chosen: the round plays.': 'Beide haben gewählt: die Runde läuft.',
  'your fighter': 'dein Kämpfer',
  'A fighter that acts before that does what is best by itself.':
    'Ein Kämpfer, der vorher handelt, tut selbst das Beste.',
  'The next guard can be raised at tick {0}. {1}': 'Die nächste Deckung geht ab Tick {0}. {1}',
  'The next item can be used at tick {0}. {1}': 'Der nächste Gegenstand geht ab Tick {0}. {1}',
  '{0} suffers from nothing: unless that changes, the antidote is kept.':
    '{0} leidet an nichts: wenn das so bleibt, wird das Gegengift aufgehoben.',
  '{0} is at full HP: unless that changes, the food is kept.':
    '{0} hat volle KP: wenn das so bleibt, wird das Essen aufgehoben.',
  'The other side wins at once, stakes included.': 'Die andere Seite gewinnt sofort, samt Einsätzen.',
  'You wait in the lobby': 'Du wartest in der Lobby',
  'As soon as somebody of about your rating is there, both of you press Ready. You are told.':
    'Sobald jemand mit etwa deiner Wertung da ist, drückt ihr beide Bereit. Du erfährst es.',
  Waited: 'Gewartet',
  'Usual wait': 'Übliche Wartezeit',
  Waiting: 'Wartend',
  '{0}, anybody will do': '{0}, alle sind recht',
  Leave: 'Verlassen',
  'You do not wait in the lobby. `/battle queue` takes you there.':
    'Du wartest nicht in der Lobby. `/battle queue` bringt dich hin.',
  'You have left the lobby': 'Du hast die Lobby verlassen',
  '`/battle queue` takes you back.': '`/battle queue` bringt dich zurück.',
  'You are in a battle already: `/battle status battle:{0}`. End it first.':
    'Du bist schon in einem Kampf: `/battle status battle:{0}`. Beende ihn zuerst.',
  'Somebody is there': 'Jemand ist da',
  '`/battle status` shows your battle in a moment.': '`/battle status` zeigt gleich deinen Kampf.',
  'Somebody is there: press Ready.': 'Jemand ist da: drück Bereit.',
  'Without an order your side {0}.': 'Ohne Befehl gilt für deine Seite: {0}.',
  'What your fighters do when you give no order.': 'Was deine Kämpfer tun, wenn du nichts befiehlst.',
  'Eat below so many percent of HP (0: never)': 'Unter so viel Prozent KP essen (0: nie)',
  'Take an antidote against an effect (yes or no)': 'Gegengift gegen eine Wirkung (yes oder no)',
  'Bring in who stands better (yes or no)': 'Einwechseln, wer besser steht (yes oder no)',
  'Always attack 1 to 4 (0: what does most)': 'Immer Angriff 1 bis 4 (0: der stärkste)',
  '`{0}` cannot be “{1}”: it takes a whole number from 0 to {2}.':
    '`{0}` kann nicht „{1}“ sein: möglich ist eine ganze Zahl von 0 bis {2}.',
  '`{0}` cannot be “{1}”: it takes `yes` or `no`.':
    '`{0}` kann nicht „{1}“ sein: möglich ist `yes` oder `no`.',
  'Nothing to follow': 'Nichts zu verfolgen',
  'This battle is over, or is shown here no longer: `/battle history` has it.':
    'Dieser Kampf ist vorbei oder wird hier nicht mehr gezeigt: `/battle history` hat ihn.',
  'You follow this battle': 'Du verfolgst diesen Kampf',
  'You get a message when it ends, unless `/notify` says otherwise. Press Follow again to take that back.':
    'Du bekommst am Ende eine Nachricht, wenn `/notify` nichts anderes sagt. Drück noch einmal, um das zurückzunehmen.',
  'You follow it no longer': 'Du verfolgst ihn nicht mehr',
  'No message will come.': 'Es kommt keine Nachricht.',
  'Not your battle': 'Nicht dein Kampf',
  'Only those who fought it ask for a rematch. `/battle npc` finds you one of your own.':
    'Nur wer ihn gekämpft hat, verlangt Revanche. `/battle npc` findet dir einen eigenen.',
});
