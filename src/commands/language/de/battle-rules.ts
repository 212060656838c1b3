import { phrasesOf } from '../phrases.ts';

/** What the rules of battles, ladders and the lobby say. */
export const BATTLE_RULES = phrasesOf({
  'This challenge is over or under way.': 'Diese Herausforderung ist vorbei oder im Gang.',
  'Your challenge was declined.': 'Deine Herausforderung wurde abgelehnt.',
  'A challenge of yours was not taken up in time.':
    'Eine deiner Herausforderungen wurde nicht rechtzeitig angenommen.',
  'A challenge was withdrawn.': 'Eine Herausforderung wurde zurückgezogen.',
  'Your battle was voided: {0}': 'Dein Kampf ist ungültig: {0}',
  'Only a battle that is under way can be voided.':
    'Nur ein laufender Kampf kann für ungültig erklärt werden.',
  'This challenge is for somebody else.': 'Diese Herausforderung gilt jemand anderem.',
  'This is somebody else’s challenge.': 'Das ist die Herausforderung von jemand anderem.',
  'Only the clock closes windows.': 'Nur die Uhr schließt Zeitfenster.',
  'one side could not pay its stake.': 'eine Seite konnte ihren Einsatz nicht zahlen.',
  'the ledger did not take the stakes.': 'das Kontobuch nahm die Einsätze nicht.',
  'its log could not be replayed.': 'sein Protokoll ließ sich nicht noch einmal spielen.',
  'This challenge is over. `/battle challenge` makes a new one.':
    'Diese Herausforderung ist vorbei. `/battle challenge` macht eine neue.',
  '`seed` takes 1 to 32 letters, digits, `_` and `-`; everybody will see it in the replay.':
    '`seed` nimmt 1 bis 32 Buchstaben, Ziffern, `_` und `-`; alle sehen ihn in der Aufzeichnung.',
  'This battle has begun already.': 'Dieser Kampf hat schon begonnen.',
  'Press Ready: the battle begins when both of you have.':
    'Drück Bereit: der Kampf beginnt, wenn ihr beide es getan habt.',
  'The other side has not accepted yet.': 'Die andere Seite hat noch nicht angenommen.',
  'Only the challenger starts the battle.': 'Nur wer herausgefordert hat, beginnt den Kampf.',
  'This battle is between others.': 'Dieser Kampf ist zwischen anderen.',
  'You are ready already, or the battle has begun.': 'Du bist schon bereit, oder der Kampf hat begonnen.',
  '{0} : {1}, best of {2}': '{0} : {1}, aus {2}',
  'Your battle ended in a draw.': 'Dein Kampf endete remis.',
  'You won your battle.': 'Du hast deinen Kampf gewonnen.',
  'You lost your battle.': 'Du hast deinen Kampf verloren.',
  'It does not count for rating or experience: it was given up before {0} ticks were played.':
    'Er zählt weder für Wertung noch Erfahrung: er wurde aufgegeben, ehe {0} Ticks gespielt waren.',
  'It does not count for rating or experience: it was given up before {0} turns were played.':
    'Er zählt weder für Wertung noch Erfahrung: er wurde aufgegeben, ehe {0} Züge gespielt waren.',
  'Only battles change the ladder.': 'Nur Kämpfe ändern die Rangliste.',
  'Two people are rated.': 'Gewertet werden zwei Leute.',
  'Nobody came to the lobby. `/battle npc` always has somebody.':
    'Niemand kam in die Lobby. `/battle npc` hat immer jemanden.',
  'People come to the lobby by themselves.': 'In die Lobby kommt man selbst.',
  'You wait already. `/battle leave` takes you out.': 'Du wartest schon. `/battle leave` bringt dich hinaus.',
  'The lobby is full. Try again in a minute, or `/battle challenge` somebody.':
    'Die Lobby ist voll. Versuch es in einer Minute, oder fordere jemanden mit `/battle challenge` heraus.',
  '`team` takes one to three fighters of yours.': '`team` nimmt einen bis drei deiner Kämpfer.',
  'Your battle could not be opened. `/battle queue` tries again.':
    'Dein Kampf konnte nicht eröffnet werden. `/battle queue` versucht es noch einmal.',
  'Both sides bring the same number of fighters, here {0}. Choose {1}.':
    'Beide Seiten bringen gleich viele Kämpfer, hier {0}. Wähl {1}.',
  '`stake` takes a whole number of coins up to 1,000,000,000.':
    '`stake` nimmt eine ganze Zahl von Münzen bis 1.000.000.000.',
  'Trainers do not play for coins. Leave `stake` out.': 'Trainer spielen nicht um Münzen. Lass `stake` weg.',
  '`best_of` takes 3 or 5.': '`best_of` nimmt 3 oder 5.',
  'A series is not for coins. Leave `stake` or `best_of` out.':
    'Eine Serie geht nicht um Münzen. Lass `stake` oder `best_of` weg.',
  'Trainers fight one battle at a time. Leave `best_of` out.':
    'Trainer kämpfen einen Kampf nach dem anderen. Lass `best_of` weg.',
  'This battle was opened already.': 'Dieser Kampf wurde schon eröffnet.',
  'Only a person themselves can challenge somebody.': 'Nur man selbst kann jemanden herausfordern.',
  '`tempo` takes `rounds`, `live` or `sim`.': '`tempo` nimmt `rounds`, `live` oder `sim`.',
  'The lobby has found you somebody: press Ready. {0}':
    'Die Lobby hat jemanden für dich gefunden: drück Bereit. {0}',
  'Your series goes on, {0}: press Ready. {1}': 'Deine Serie geht weiter, {0}: drück Bereit. {1}',
  'You are challenged to a battle. {0}': 'Du wirst zu einem Kampf herausgefordert. {0}',
  'You accepted this already.': 'Das hast du schon angenommen.',
  'Your challenge is accepted: press Start. `/battle status battle:{0}`':
    'Deine Herausforderung ist angenommen: drück Beginnen. `/battle status battle:{0}`',
  'Round {0} is over; this is round {1}.': 'Runde {0} ist vorbei; das ist Runde {1}.',
  'That cannot be ordered now. The panel shows what can.':
    'Das lässt sich jetzt nicht befehlen. Die Karte zeigt, was geht.',
  'This battle has had its share of orders; it plays on by itself.':
    'Dieser Kampf hatte genug Befehle; er läuft von selbst weiter.',
  'attacks with what does most': 'greift mit dem Stärksten an',
  'attacks with move {0}': 'greift mit Angriff {0} an',
  'never eats': 'isst nie',
  'eats below {0} %': 'isst unter {0} %',
  'cures itself': 'heilt sich',
  'keeps antidotes': 'spart Gegengift',
  'brings in who stands better': 'wechselt ein, wer besser steht',
  'stays on the field': 'bleibt im Feld',
  'At most {0} people follow one battle.': 'Höchstens {0} Leute verfolgen einen Kampf.',
  'The battle that you follow is over. `/battle replay id:{0}`':
    'Der Kampf, den du verfolgst, ist vorbei. `/battle replay id:{0}`',
  'Ids of Discord have 1 to 20 digits.': 'Kennungen von Discord haben 1 bis 20 Ziffern.',
  'A person follows a battle; the rest is the surface’s own.':
    'Kämpfe verfolgen Leute; der Rest gehört der Oberfläche.',
  'New at this, and so are her pets.': 'Neu dabei, und ihre Tiere auch.',
  'Sells lemonade between battles.': 'Verkauft zwischen Kämpfen Limonade.',
  'Old Marlow': 'Alter Marlow',
  'Has seen it all, twice.': 'Hat alles gesehen, zweimal.',
  'Keeps notes on everybody.': 'Schreibt über alle mit.',
  'Never says a word, never waits.': 'Sagt nie ein Wort, wartet nie.',
  'Knows your next move.': 'Kennt deinen nächsten Zug.',
  'Captain Bram': 'Kapitän Bram',
  'Lost once, years ago. It rained.': 'Verlor einmal, vor Jahren. Es regnete.',
  'Vesna the Last': 'Vesna die Letzte',
  'The hall’s champion. Bring friends.': 'Die Beste der Halle. Bring Verstärkung.',
  'up to {0} every {1} ticks, hits {2} %': 'bis {0} alle {1} Ticks, trifft {2} %',
  'Side 1 meets **{0}**.': 'Seite 1 trifft auf **{0}**.',
  'This hunt is over.': 'Diese Jagd ist vorbei.',
  'A monster chooses nothing.': 'Ein Monster wählt nichts.',
  'Side 1 gave up.': 'Seite 1 gab auf.',
  'This is none of the choices that are offered.': 'Das ist keine der angebotenen Möglichkeiten.',
  'heals {0}, {1} left': 'heilt {0}, noch {1}',
  'Protect from {0}': 'Schutz vor {0}',
  '{0} prayer points': '{0} Gebetspunkte',
  'Stop praying': 'Gebet beenden',
  'saves prayer points': 'spart Gebetspunkte',
  'away in three ticks; nobody wins': 'in drei Ticks fort; niemand gewinnt',
  '{0} of {1} HP': '{0} von {1} KP',
  'protects from {0}': 'schützt vor {0}',
  'Side 2 has fallen. Side 1 wins!': 'Seite 2 ist gefallen. Seite 1 gewinnt!',
  'Side 1 has fallen.': 'Seite 1 ist gefallen.',
  'Nobody wins.': 'Niemand gewinnt.',
  'Side 1 got away.': 'Seite 1 entkam.',
  'Side 1': 'Seite 1',
  '{0} missed.': '{0} traf nicht.',
  '{0} hit, but a prayer kept it away.': '{0} traf, aber ein Gebet hielt es ab.',
  '{0} hit for {1}.': '{0} traf für {1}.',
  'Tick {0}: {1}': 'Tick {0}: {1}',
  'Side 1 ate and got {0} HP back; {1} left.': 'Seite 1 aß und bekam {0} KP zurück; noch {1}.',
  'Side 1 took **{0}**.': 'Seite 1 nahm **{0}**.',
  'something else': 'etwas anderes',
  'Side 1 protects no more.': 'Seite 1 schützt sich nicht mehr.',
  'Side 1 protects from {0}.': 'Seite 1 schützt sich vor {0}.',
  'Side 1 turns to flee.': 'Seite 1 wendet sich zur Flucht.',
  'This challenge is between others.': 'Diese Herausforderung ist zwischen anderen.',
  'Only the referee says where a battle stands.': 'Nur der Schiedsrichter sagt, wie ein Kampf steht.',
  'A team is one to six Pokémon, or none where the format deals them.':
    'Ein Team sind ein bis sechs Pokémon, oder keine, wo das Format sie austeilt.',
  'Hunts are against monsters. `/battle npc` lists them.': 'Gejagt werden Monster. `/battle npc` zeigt sie.',
  'You are challenged to a Pokémon battle. `/battle status battle:{0}`':
    'Du wirst zu einem Pokémon-Kampf herausgefordert. `/battle status battle:{0}`',
  'A team is one to six Pokémon.': 'Ein Team sind ein bis sechs Pokémon.',
  'That turn is over. The panel shows the one that runs.':
    'Dieser Zug ist vorbei. Die Karte zeigt den laufenden.',
  'You have chosen already, or there is nothing to choose. The other side is next.':
    'Du hast schon gewählt, oder es gibt nichts zu wählen. Die andere Seite ist dran.',
  'That cannot be chosen. The panel shows what can.':
    'Das lässt sich nicht wählen. Die Karte zeigt, was geht.',
  'it went on for too long.': 'es dauerte zu lange.',
  'Somebody has given up already.': 'Jemand hat schon aufgegeben.',
  'Side 2': 'Seite 2',
});
