import { phrasesOf } from '../phrases.ts';

/** What pets and their rules say; their species and routes. */
export const PET_RULES = phrasesOf({
  '{0} is sick. `/pet heal` or `/pet rest` first.': '{0} ist krank. Zuerst `/pet heal` oder `/pet rest`.',
  '{0} is too tired for that. `/pet rest` first.': '{0} ist dafür zu müde. Zuerst `/pet rest`.',
  '{0} is too hungry for that. `/pet feed` first.': '{0} ist dafür zu hungrig. Zuerst `/pet feed`.',
  '`skill` takes one of: {0}.': '`skill` nimmt eines von: {0}.',
  '`route` takes a place such as `meadow`. `/pet expedition status` lists them.':
    '`route` nimmt einen Ort wie `meadow`. `/pet expedition status` zeigt sie.',
  '`hours` takes 10 minutes to 72 hours, for example `10m`, `1.5` or `24`.':
    '`hours` nimmt 10 Minuten bis 72 Stunden, zum Beispiel `10m`, `1.5` oder `24`.',
  '{0} does not dare to go to {1} yet: that takes a bond of {2}. Feed and play to grow it.':
    '{0} traut sich noch nicht nach {1}: das braucht eine Bindung von {2}. Füttern und Spielen lassen sie wachsen.',
  ', after a mishap. A wash would help.': ', nach einem Missgeschick. Ein Bad würde helfen.',
  '{0} is back from {1} with {2} coins{3}{4}': '{0} ist zurück ({1}), mit {2} Münzen{3}{4}',
  '{0} finished training {1}.': '{0} hat fertig geübt: {1}.',
  '{0} is not on an expedition. `/pet expedition start` sends it.':
    '{0} ist nicht auf Reisen. `/pet expedition start` schickt es los.',
  '`item` takes {0}. `/eco shop category:{1}` shows what there is.':
    '`item` nimmt {0}. `/eco shop category:{1}` zeigt, was es gibt.',
  '{0} {1}. Come back {2}; `/pet view` shows what it needs now.':
    '{0} {1}. Komm {2} wieder; `/pet view` zeigt, was ihm jetzt fehlt.',
  'is full': 'ist satt',
  '{0} is well and needs no medicine. Keep it for a bad day.':
    '{0} geht es gut und braucht keine Arznei. Heb sie für einen schlechten Tag auf.',
  '{0} is too tired to play. `/pet rest` first.': '{0} ist zu müde zum Spielen. Zuerst `/pet rest`.',
  'is spotless': 'ist blitzsauber',
  'is wide awake': 'ist hellwach',
  '{0} is still busy with the last thing you gave. Try again in a moment.':
    '{0} ist noch mit dem Letzten beschäftigt. Versuch es gleich noch einmal.',
  'Your pet': 'Dein Tier',
  'There is no such pet. `/pet view` shows yours.': 'Dieses Tier gibt es nicht. `/pet view` zeigt deine.',
  'This pet is held by a trade until that ends. Finish or cancel it first.':
    'Dieses Tier ist durch einen Handel gebunden. Beende ihn zuerst oder brich ihn ab.',
  'This pet lives in the sanctuary now. `/pet rehome` with `undo` brings it back within 7 days.':
    'Dieses Tier lebt jetzt auf dem Gnadenhof. `/pet rehome` mit `undo` bringt es binnen 7 Tagen zurück.',
  'This pet belongs to somebody else. `/pet view` shows yours.':
    'Dieses Tier gehört jemand anderem. `/pet view` zeigt deine.',
  'training {0}': 'beim Üben ({0})',
  'away at {0}': 'unterwegs ({0})',
  '`/pet view` shows how it goes.': '`/pet view` zeigt, wie es geht.',
  '`/pet expedition status` shows how it goes, `/pet expedition recall` calls it back.':
    '`/pet expedition status` zeigt, wie es geht, `/pet expedition recall` ruft es zurück.',
  '{0} is {1} and free again {2}. {3}': '{0} ist {1} und {2} wieder frei. {3}',
  '{0} is on vacation and back {1}. `/pet vacation mode:off` ends it sooner.':
    '{0} hat Urlaub und ist {1} zurück. `/pet vacation mode:off` beendet ihn früher.',
  '{0} is moving house. Try again in a minute.':
    '{0} zieht gerade um. Versuch es in einer Minute noch einmal.',
  'A pet hatches for the person who adopts it.': 'Ein Tier schlüpft für die Person, die es adoptiert.',
  'This pet has hatched already. `/pet view` shows it.':
    'Dieses Tier ist schon geschlüpft. `/pet view` zeigt es.',
  'There is no such species. `/pet adopt` suggests them.':
    'Diese Art gibt es nicht. `/pet adopt` schlägt welche vor.',
  'Only the ledger says who owns a pet.': 'Nur das Hauptbuch sagt, wem ein Tier gehört.',
  'Only a battle tells of a fight.': 'Nur ein Kampf erzählt von einem Kampf.',
  '`days` takes a whole number from 1 to {0}.': '`days` nimmt eine ganze Zahl von 1 bis {0}.',
  '{0} is back from vacation and looks for you.': '{0} ist zurück aus dem Urlaub und sucht dich.',
  '{0} is not on vacation. `/pet vacation mode:on` sends it.':
    '{0} hat keinen Urlaub. `/pet vacation mode:on` schickt es hin.',
  'A vacation lasts at least a day. `/pet vacation mode:off` ends this one {0} at the earliest.':
    'Ein Urlaub dauert mindestens einen Tag. `/pet vacation mode:off` beendet diesen frühestens {0}.',
  'There is no new name of the last 7 days to take back. `/pet rename name:Toast` gives another one.':
    'Es gibt keinen neuen Namen der letzten 7 Tage zum Zurücknehmen. `/pet rename name:Toast` gibt einen anderen.',
  '{0} is still eating. Try again in a moment.': '{0} frisst noch. Versuch es gleich noch einmal.',
  'There is no farewell of the last 7 days to take back. `/pet adopt` finds you a new friend.':
    'Es gibt keinen Abschied der letzten 7 Tage zum Zurücknehmen. `/pet adopt` findet dir einen neuen Freund.',
  'Only the person who rehomed it can take it back.': 'Nur wer es abgegeben hat, kann es zurückholen.',
  '{0} is {1}. `/pet view` shows what helps.': '{0} ist {1}. `/pet view` zeigt, was hilft.',
  'Only the pet reminds itself of that.': 'Daran erinnert sich nur das Tier selbst.',
  'Mill meadow': 'Mühlwiese',
  'Grass, crickets and lost buttons.': 'Gras, Grillen und verlorene Knöpfe.',
  'Pebble shore': 'Kieselstrand',
  'The tide brings something every day.': 'Die Flut bringt jeden Tag etwas.',
  'Night market': 'Nachtmarkt',
  'Sweet talk pays better than carrying.': 'Schöne Worte zahlen sich besser aus als Schleppen.',
  'Clockwork ruins': 'Uhrwerkruinen',
  'The doors ask questions.': 'Die Türen stellen Fragen.',
  'Snowline pass': 'Schneepass',
  'Cold, steep, and nobody has been there since autumn.':
    'Kalt, steil, und seit dem Herbst war niemand dort.',
  'Sleeping caldera': 'Schlafender Krater',
  'Warm ground, bright stones, no noise please.': 'Warmer Boden, helle Steine, bitte leise.',
  'Hungry sooner, and happier for every bite.': 'Früher hungrig, und froher über jeden Bissen.',
  'Stays clean for longer.': 'Bleibt länger sauber.',
  'Bored sooner, and gets much more out of play.': 'Früher gelangweilt, und hat viel mehr vom Spielen.',
  'Content for longer with very little.': 'Länger zufrieden, mit sehr wenig.',
  'Brings more home and comes home dirty.': 'Bringt mehr heim und kommt schmutzig zurück.',
  'Learns faster.': 'Lernt schneller.',
  'Bonds faster.': 'Bindet sich schneller.',
  'Tired sooner, and eats little.': 'Früher müde, und frisst wenig.',
  'A lynx with glowing ear tufts. Do not leave it near hay.':
    'Ein Luchs mit glühenden Ohrpinseln. Nicht neben Heu lassen.',
  'Its tail is a lamp, and it knows what you are reading.':
    'Sein Schwanz ist eine Lampe, und es weiß, was du liest.',
  'Half otter, half umbrella. Follows you everywhere.': 'Halb Otter, halb Schirm. Folgt dir überallhin.',
  'A small goat of the reef that combs itself twice a day.':
    'Eine kleine Riffziege, die sich zweimal am Tag kämmt.',
  'A tortoise with a garden. The garden is older.': 'Eine Schildkröte mit Garten. Der Garten ist älter.',
  'Round, prickly, and always just about to eat.': 'Rund, stachelig, und immer kurz vor dem Essen.',
  'Digs first and asks later. Finds things.': 'Gräbt zuerst und fragt später. Findet Sachen.',
  'Glitters in its sleep, which is most of the day.': 'Glitzert im Schlaf, also fast den ganzen Tag.',
  'A bird that leans on the wind as on a friend.':
    'Ein Vogel, der sich an den Wind lehnt wie an einen Freund.',
  'Weighs nothing. Hold on to it outside.': 'Wiegt nichts. Draußen gut festhalten.',
  'Leaves no prints and licks every icicle.': 'Hinterlässt keine Spuren und leckt an jedem Eiszapfen.',
  'The size of a loaf, with the dignity of a mountain.': 'So groß wie ein Brot, mit der Würde eines Bergs.',
  'Hums in the key of G and opens most locks.': 'Summt in G-Dur und öffnet die meisten Schlösser.',
  'Sees everything, tells only you.': 'Sieht alles, erzählt es nur dir.',
});
