import { phrasesOf } from '../phrases.ts';

/** Pokémon: box, team, import, damage. */
export const POKEMON = phrasesOf({
  '{0}, level {1}': '{0}, Stufe {1}',
  'You have no Pokémon yet. `/pokemon start` gives you one, `/pokemon team import` brings your own.':
    'Du hast noch kein Pokémon. `/pokemon start` gibt dir eins, `/pokemon team import` bringt deine eigenen.',
  'There is no “{0}” in your box. `/pokemon box` lists what is.':
    'In deiner Box ist kein „{0}“. `/pokemon box` zeigt, was darin ist.',
  '{0} of your Pokémon could be “{1}”: {2}. Choose one.':
    '{0} deiner Pokémon könnten „{1}“ sein: {2}. Wähl eins.',
  'Your box is empty': 'Deine Box ist leer',
  '`/pokemon start` gives you a first Pokémon, `/pokemon team import` brings your own team.':
    '`/pokemon start` gibt dir ein erstes Pokémon, `/pokemon team import` bringt dein eigenes Team.',
  'Your {0} Pokémon': 'Deine {0} Pokémon',
  '{0} of your {1} Pokémon': '{0} deiner {1} Pokémon',
  'None of them fits.': 'Keins davon passt.',
  'None of them fits “{0}”. A filter is part of a name, or a type, move, ability or item as a whole.':
    'Keins davon passt zu „{0}“. Ein Filter ist ein Teil eines Namens oder ein Typ, eine Attacke, eine Fähigkeit oder ein Item im Ganzen.',
  'No two of them are of one species.': 'Keine zwei davon sind von einer Art.',
  'Page {0} of {1} · {2}': 'Seite {0} von {1} · {2}',
  'Let some go': 'Einige freilassen',
  'Let it go?': 'Freilassen?',
  'Let {0} go?': '{0} freilassen?',
  'Let it go': 'Freilassen',
  'Let {0} go': '{0} freilassen',
  'Back to the box': 'Zurück zur Box',
  'These are not in your box any more. `/pokemon box` shows who is.':
    'Diese sind nicht mehr in deiner Box. `/pokemon box` zeigt, wer darin ist.',
  'A loaner comes back by importing it again.': 'Eine Leihgabe kommt zurück, wenn du sie wieder einliest.',
  '{0} of {1} places for loaners are taken': '{0} von {1} Plätzen für Leihgaben sind belegt',
  '{0} Terrain': '{0}-Feld',
  'Electric Terrain': 'Elektrofeld',
  'Grassy Terrain': 'Grasfeld',
  'Misty Terrain': 'Nebelfeld',
  'Psychic Terrain': 'Psychofeld',
  'There is no `{0}` in your box. `/pokemon box` lists what is.':
    'In deiner Box ist kein `{0}`. `/pokemon box` zeigt, was darin ist.',
  'Generation 9 has no {0} called “{1}”.{2}': 'Generation 9 hat kein {0} namens „{1}“.{2}',
  Pokémon: 'Pokémon',
  Damage: 'Schaden',
  'Of its health': 'Von seinen KP',
  'Knocks out': 'Besiegt',
  'never: it does nothing': 'nie: es bewirkt nichts',
  'not soon': 'nicht bald',
  Rolls: 'Würfe',
  'By @smogon/calc, generation 9; who is not yours has 31 IVs, no EVs and a neutral nature':
    'Mit @smogon/calc, Generation 9; wer nicht dir gehört, hat 31 DV, keine FP und ein neutrales Wesen',
  'Yours: {0}': 'Deins: {0}',
  'Sp. Atk': 'Sp.-Ang.',
  'Sp. Def': 'Sp.-Vert.',
  'slot {0}': 'Platz {0}',
  ', loaner': ', Leihgabe',
  Where: 'Wo',
  'Look at one': 'Eins ansehen',
  'No team yet': 'Noch kein Team',
  'Your team': 'Dein Team',
  '`/pokemon start` gives you a first Pokémon, `/pokemon team import` takes a team of Pokémon Showdown.':
    '`/pokemon start` gibt dir ein erstes Pokémon, `/pokemon team import` nimmt ein Team von Pokémon Showdown.',
  'Imported Pokémon are loaners: they fight for you and cannot be traded.':
    'Eingelesene Pokémon sind Leihgaben: sie kämpfen für dich und lassen sich nicht tauschen.',
  '{0}, one action each {1} ticks: {2}': '{0}, eine Handlung alle {1} Ticks: {2}',
  Ability: 'Fähigkeit',
  Nature: 'Wesen',
  Serious: 'Ernst',
  'Tera type': 'Tera-Typ',
  'its own': 'der eigene',
  'In cross battles': 'In Kämpfen aller gegen alle',
  Stats: 'Werte',
  Stat: 'Wert',
  Base: 'Basis',
  Moves: 'Attacken',
  Move: 'Attacke',
  Power: 'Kraft',
  'You have no imported Pokémon to release. `/pokemon team import` brings some.':
    'Du hast keine eingelesenen Pokémon zum Freilassen. `/pokemon team import` bringt welche.',
  Released: 'Freigelassen',
  '{0} released': '{0} freigelassen',
  '{0}\n\nA loaner comes back by importing it again.':
    '{0}\n\nEine Leihgabe kommt zurück, wenn du sie wieder einliest.',
  'Who goes with you?': 'Wer geht mit dir?',
  'One for a lifetime: choose well. `/pokemon start starter:pikachu` takes one by its name.':
    'Eins fürs Leben: wähl gut. `/pokemon start starter:pikachu` nimmt eins beim Namen.',
  Starter: 'Starter',
  'Choose your starter': 'Wähl deinen Starter',
  '{0} goes with you from now on. `/pokemon team view` shows your team.':
    '{0} geht von nun an mit dir. `/pokemon team view` zeigt dein Team.',
  'Your team is empty. `/pokemon start` or `/pokemon team import` fills it.':
    'Dein Team ist leer. `/pokemon start` oder `/pokemon team import` füllt es.',
  'Your team as text': 'Dein Team als Text',
  'Import a team': 'Ein Team einlesen',
  'Paste a team as Pokémon Showdown exports it. What generation 9 does not allow is named line by line.':
    'Füg ein Team ein, wie Pokémon Showdown es ausgibt. Was Generation 9 nicht erlaubt, wird Zeile für Zeile genannt.',
  'Team of Pokémon Showdown': 'Team von Pokémon Showdown',
  'Done.': 'Fertig.',
  '{0} imported.': '{0} eingelesen.',
  'written like `252 Atk / 4 SpD / 252 Spe`, each stat once':
    'geschrieben wie `252 Atk / 4 SpD / 252 Spe`, jeder Wert einmal',
  'names no ability': 'nennt keine Fähigkeit',
  'a level is a whole number from 1 to {0}': 'eine Stufe ist eine ganze Zahl von 1 bis {0}',
  'takes `Yes` or is left out': 'nimmt `Yes` oder bleibt weg',
  'happiness is a whole number from 0 to {0}': 'Zuneigung ist eine ganze Zahl von 0 bis {0}',
  'names no ball': 'nennt keinen Ball',
  'names no type': 'nennt keinen Typ',
  'EVs are {0}': 'FP sind {0}',
  'IVs are {0}': 'DV sind {0}',
  'names no nature': 'nennt kein Wesen',
  'names no move': 'nennt keine Attacke',
  'is no name of a Pokémon.': 'ist kein Name eines Pokémon.',
  'is of another generation.': 'ist aus einer anderen Generation.',
  'is not understood. A Pokémon has lines such as `Ability: Static`, `EVs: 252 Atk` and `- Thunderbolt`.':
    'ist unverständlich. Ein Pokémon hat Zeilen wie `Ability: Static`, `EVs: 252 Atk` und `- Thunderbolt`.',
  'is there twice.': 'steht zweimal da.',
  'Line {0}: {1}': 'Zeile {0}: {1}',
  'And {0} more.': 'Und {0} mehr.',
  'The text has {0} characters: a team takes at most {1}.':
    'Der Text hat {0} Zeichen: ein Team nimmt höchstens {1}.',
  'holds characters that cannot be shown. Type it again as plain text.':
    'enthält Zeichen, die sich nicht zeigen lassen. Schreib es noch einmal als einfachen Text.',
  'There is no Pokémon in this text. Export a team of Pokémon Showdown and paste it here.':
    'In diesem Text ist kein Pokémon. Gib ein Team in Pokémon Showdown aus und füg es hier ein.',
  'a team has at most one of each species.': 'ein Team hat höchstens eins jeder Art.',
  'a team has at most {0} Pokémon.': 'ein Team hat höchstens {0} Pokémon.',
  '{0} takes whole {1} from 0 to {2}.': '{0} nimmt ganze {1} von 0 bis {2}.',
  'generation 9 has no item {0}.': 'Generation 9 hat kein Item {0}.',
  '{0} must hold {1}.': '{0} muss {1} tragen.',
  '{0} has no gender.': '{0} hat kein Geschlecht.',
  'every {0} is {1}.': 'jedes {0} ist {1}.',
  '{0} needs its line `Ability:`, one of {1}.': '{0} braucht seine Zeile `Ability:`, eine von {1}.',
  'generation 9 has no ability {0}; {1} has {2}.': 'Generation 9 hat keine Fähigkeit {0}; {1} hat {2}.',
  '{0} cannot have {1}; it has {2}.': '{0} kann {1} nicht haben; es hat {2}.',
  '{0} needs 1 to {1} moves, a line `- Move` each.':
    '{0} braucht 1 bis {1} Attacken, je eine Zeile `- Move`.',
  'a Pokémon knows at most {0} moves.': 'ein Pokémon kennt höchstens {0} Attacken.',
  'generation 9 has no move {0}.': 'Generation 9 hat keine Attacke {0}.',
  '{0} is there twice.': '{0} steht zweimal da.',
  '{0} cannot learn {1} in generation 9.': '{0} kann {1} in Generation 9 nicht lernen.',
  '{0} EVs are more than {1}, the most together.': '{0} FP sind mehr als {1}, das Höchste zusammen.',
  'a level is a whole number from 1 to {0}.': 'eine Stufe ist eine ganze Zahl von 1 bis {0}.',
  'happiness is a whole number from 0 to {0}.': 'Zuneigung ist eine ganze Zahl von 0 bis {0}.',
  'there is no nature {0}.': 'ein Wesen {0} gibt es nicht.',
  '{0} is no type.': '{0} ist kein Typ.',
  '{0} is no ball.': '{0} ist kein Ball.',
  'generation 9 has no Pokémon called {0}.': 'Generation 9 hat kein Pokémon namens {0}.',
  'There is no such Pokémon in your box. `/pokemon box` lists them.':
    'Dieses Pokémon ist nicht in deiner Box. `/pokemon box` zeigt sie.',
  'You have chosen your starter already: one for a lifetime. `/pokemon box` shows it.':
    'Du hast deinen Starter schon gewählt: einer fürs Leben. `/pokemon box` zeigt ihn.',
  '`starter` takes one of {0}.': '`starter` nimmt eins von {0}.',
  'A team has 1 to {0} Pokémon.': 'Ein Team hat 1 bis {0} Pokémon.',
  'This is no team of generation 9. `/pokemon team import` reads one.':
    'Das ist kein Team der Generation 9. `/pokemon team import` liest eins.',
  'Your box holds {0} imported Pokémon and takes {1}. `/pokemon release` makes room.':
    'In deiner Box sind {0} eingelesene Pokémon, es passen {1}. `/pokemon release` schafft Platz.',
  '`slot` takes a whole number from 1 to {0}.': '`slot` nimmt eine ganze Zahl von 1 bis {0}.',
  '`mon` takes 1 to {0} different Pokémon of your box.':
    '`mon` nimmt 1 bis {0} verschiedene Pokémon deiner Box.',
  'Your starter stays with you. Imported Pokémon can be released.':
    'Dein Starter bleibt bei dir. Eingelesene Pokémon lassen sich freilassen.',
  'These Pokémon belong to somebody else.': 'Diese Pokémon gehören jemand anderem.',
});
