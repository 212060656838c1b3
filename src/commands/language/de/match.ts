import { phrasesOf } from '../phrases.ts';

/** Battles by choices: Pokémon battles and hunts. */
export const MATCH = phrasesOf({
  '{0} no standing orders: whoever does not choose in time has it chosen for them. `/battle status battle:{1}` shows what there is to choose.':
    '{0} keine Dauerbefehle: Wer nicht rechtzeitig wählt, für den wird gewählt. `/battle status battle:{1}` zeigt, was es zu wählen gibt.',
  'A hunt has': 'Eine Jagd hat',
  'A Pokémon battle has': 'Ein Pokémon-Kampf hat',
  'You have no Pokémon team yet. `/pokemon start` gives you a first one, `/pokemon team import` brings your own; `format:gen9randombattle` needs none.':
    'Du hast noch kein Pokémon-Team. `/pokemon start` gibt dir ein erstes, `/pokemon team import` bringt dein eigenes; `format:gen9randombattle` braucht keins.',
  'The rules of Pokémon battles are being loaded. Repeat the command in a few seconds.':
    'Die Regeln für Pokémon-Kämpfe werden geladen. Wiederhol den Befehl in einigen Sekunden.',
  'Your team cannot play in `{0}`:\n{1}\n`/pokemon team import` changes it.':
    'Dein Team kann in `{0}` nicht spielen:\n{1}\n`/pokemon team import` ändert es.',
  'Accept with my seed': 'Mit meinem Seed annehmen',
  'This battle is not over yet. Its replay comes with its end; until then choices and seeds stay hidden.':
    'Dieser Kampf ist noch nicht vorbei. Die Aufzeichnung kommt mit dem Ende; bis dahin bleiben Züge und Seeds verborgen.',
  '{0} by the rules `{1}`, {2}. Go through it here or on the page under **Battles**, or save the file from `/api/matches/{3}/replay`.':
    'In {0} nach den Regeln `{1}`, {2}. Geh sie hier oder auf der Seite unter **Battles** durch, oder sichere die Datei von `/api/matches/{3}/replay`.',
  'The rules `{0}`, by which this battle was played, are not here any more.':
    'Die Regeln `{0}`, nach denen dieser Kampf gespielt wurde, sind nicht mehr hier.',
  'Nothing happened in this turn.': 'In diesem Zug ist nichts geschehen.',
  'This battle goes by turns: `turn` takes you to one.':
    'Dieser Kampf geht in Zügen: `turn` führt dich zu einem.',
  'Played again from the seeds and the choices alone: {0}, and the seed is the one that was committed to.':
    'Allein aus Seeds und Entscheidungen noch einmal gespielt: {0}, und der Seed ist der zugesagte.',
  'Own team, anything legal (gen9anythinggoes)': 'Eigenes Team, alles Erlaubte (gen9anythinggoes)',
  'Random teams (gen9randombattle)': 'Zufällige Teams (gen9randombattle)',
  'Random doubles (gen9randomdoublesbattle)': 'Zufällige Doppelkämpfe (gen9randomdoublesbattle)',
  'OverUsed (gen9ou)': 'OverUsed (gen9ou)',
  'Doubles OU (gen9doublesou)': 'Doppel-OU (gen9doublesou)',
  'Monotype (gen9monotype)': 'Monotype (gen9monotype)',
  'Little Cup (gen9lc)': 'Little Cup (gen9lc)',
  'Random, generation 8 (gen8randombattle)': 'Zufällig, Generation 8 (gen8randombattle)',
  'Random, generation 7 (gen7randombattle)': 'Zufällig, Generation 7 (gen7randombattle)',
  'Random, generation 6 (gen6randombattle)': 'Zufällig, Generation 6 (gen6randombattle)',
  'Random, generation 5 (gen5randombattle)': 'Zufällig, Generation 5 (gen5randombattle)',
  'Random, generation 4 (gen4randombattle)': 'Zufällig, Generation 4 (gen4randombattle)',
  'Random, generation 3 (gen3randombattle)': 'Zufällig, Generation 3 (gen3randombattle)',
  'Random, generation 2 (gen2randombattle)': 'Zufällig, Generation 2 (gen2randombattle)',
  'Random, generation 1 (gen1randombattle)': 'Zufällig, Generation 1 (gen1randombattle)',
  'Pokémon leader': 'Arenaleitung',
  ', level {0}': ', Stufe {0}',
  'Nobody here is called “{0}”.{1} `trainer` takes names from the suggestions, for example `wren`, `fern` or `osrs-goblin`.':
    'Niemand hier heißt „{0}“.{1} `trainer` nimmt Namen aus den Vorschlägen, etwa `wren`, `fern` oder `osrs-goblin`.',
  '`format` cannot be “{0}”: it takes the id of a format, such as `gen9randombattle`.':
    '`format` kann nicht „{0}“ sein: möglich ist die Kennung eines Formats, etwa `gen9randombattle`.',
  '{0} knows no `{1}`. Leave it out.': '{0} kennt kein `{1}`. Lass es weg.',
  'A battle of any against any': 'Ein Kampf aller gegen alle',
  'A Pokémon battle': 'Ein Pokémon-Kampf',
  'Your Pokémon fight at level {0}, {1}’s at {2}. {3}':
    'Deine Pokémon kämpfen auf Stufe {0}, die von {1} auf {2}. {3}',
  'Dealt teams are as strong as chance makes them, so no first win is paid.':
    'Ausgeteilte Teams sind so stark, wie der Zufall will; darum zahlt hier kein erster Sieg.',
  'A hunt': 'Eine Jagd',
  'The hall lends you an adventurer; `/profile link service:osrs` brings your own.':
    'Die Halle leiht dir eine Figur; `/profile link service:osrs` bringt deine eigene.',
  'You bring your account with what it wears and keeps (`/osrs gear view`).':
    'Du bringst dein Konto mit dem, was es trägt und aufhebt (`/osrs gear view`).',
  '**{0}**, level {1}. {2} Each choice lasts eight ticks. {3}':
    '**{0}**, Stufe {1}. {2} Jede Entscheidung gilt acht Ticks. {3}',
  'Pokémon battle': 'Pokémon-Kampf',
  'Hunt: {0}': 'Jagd: {0}',
  '{0} of {1}': '{0} von {1}',
  Format: 'Format',
  Turn: 'Zug',
  Standing: 'Stand',
  'What to do': 'Was tun',
  'What {0} does': 'Was {0} tut',
  'Whom to bring in': 'Wen einwechseln',
  'Whom to bring in for {0}': 'Wen für {0} einwechseln',
  'Choose anew': 'Neu wählen',
  'Accept with my seed…': 'Mit meinem Seed annehmen…',
  '{0} turns': '{0} Zügen',
  '**Nobody won** after {0}.': '**Niemand gewann** nach {0}.',
  '**{0} won** after {1}{2}.{3}': '**{0} gewann** nach {1}{2}.{3}',
  ': the other side gave up': ': die andere Seite gab auf',
  'You have chosen. The other side is next.': 'Du hast gewählt. Die andere Seite ist dran.',
  ' It is chosen for you <t:{0}:R>.': ' Für dich gewählt wird <t:{0}:R>.',
  'Who leads?{0}': 'Wer beginnt?{0}',
  'Who comes in?{0}': 'Wer kommt herein?{0}',
  'Who comes in for **{0}**?{1}': 'Wer kommt für **{0}** herein?{1}',
  'What next?{0}': 'Wie weiter?{0}',
  'What does **{0}** do?{1}': 'Was tut **{0}**?{1}',
  'There is no such battle. `/battle history` lists yours.':
    'Diesen Kampf gibt es nicht. `/battle history` zeigt deine.',
  'You have {0} s for each choice; then it is made for you.':
    'Du hast {0} s für jede Entscheidung; dann wird sie für dich getroffen.',
  'You are not in this battle. `/battle spectate` lets you watch.':
    'Du bist nicht in diesem Kampf. Mit `/battle spectate` kannst du zusehen.',
  'This battle is not under way. `/battle status` shows how it stands.':
    'Dieser Kampf läuft nicht. `/battle status` zeigt, wie er steht.',
  'You have chosen already. The other side is next.': 'Du hast schon gewählt. Die andere Seite ist dran.',
  'Your choice {0} has not come yet; this is your choice {1}.':
    'Deine Entscheidung {0} kommt erst noch; das ist deine Entscheidung {1}.',
  'That turn is over. `/battle status` shows the one that runs.':
    'Dieser Zug ist vorbei. `/battle status` zeigt den laufenden.',
  '; then for the second: ': '; dann für den zweiten: ',
  '`choice` cannot be “{0}” now. It takes {1}.': '`choice` kann jetzt nicht „{0}“ sein. Möglich ist {1}.',
});
