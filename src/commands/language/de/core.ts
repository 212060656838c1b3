import { phrasesOf } from '../phrases.ts';

/** Errors, help, the first steps and how commands are read. */
export const CORE = phrasesOf({
  'This form takes all of: {0}. What is left empty is sent as an empty text.':
    'Dieses Formular nimmt alle von: {0}. Was leer bleibt, wird als leerer Text geschickt.',
  'Nothing was typed: type a command, for example `/help`.':
    'Da steht nichts: gib einen Befehl ein, zum Beispiel `/help`.',
  'A slash alone is no command: its name follows, for example `/help`.':
    'Ein Schrägstrich allein ist kein Befehl: sein Name folgt, zum Beispiel `/help`.',
  'The form has no field {0}. {1}': 'Das Formular hat kein Feld {0}. {1}',
  '{0} is missing. {1}': '{0} fehlt. {1}',
  'There is no option “{0}” of `/{1}`.': 'Eine Angabe „{0!}“ gibt es bei `/{1}` nicht.',
  'This kind of thing is gone. Run the command again.':
    'So etwas gibt es nicht mehr. Gib den Befehl noch einmal ein.',
  'It went through': 'Es hat geklappt',
  'Your command was carried out, once.': 'Dein Befehl wurde ausgeführt, einmal.',
  'Nothing yet': 'Noch nichts',
  'Your command has not been carried out. Check again in a few seconds; if this stays, run it once more.':
    'Dein Befehl wurde nicht ausgeführt. Prüfe in ein paar Sekunden noch einmal; bleibt es so, gib ihn wieder ein.',
  'Not started yet': 'Noch nicht angefangen',
  Busy: 'Beschäftigt',
  'Not yet': 'Noch nicht',
  'Not enough': 'Zu wenig',
  'Not yours': 'Nicht deins',
  'In use': 'In Gebrauch',
  'Out of date': 'Veraltet',
  'Limit reached': 'Grenze erreicht',
  'A source does not answer': 'Eine Quelle antwortet nicht',
  'Not allowed': 'Nicht erlaubt',
  'They said no': 'Abgelehnt',
  'Not this person': 'Nicht diese Person',
  'Check what you typed': 'Prüfe deine Eingabe',
  Gone: 'Nicht mehr da',
  Frozen: 'Angehalten',
  'Too busy right now': 'Gerade zu viel los',
  'Not done': 'Nicht ausgeführt',
  'Outcome unknown': 'Ausgang unbekannt',
  'Not available': 'Nicht verfügbar',
  Needed: 'Nötig',
  'Try again': 'Wieder versuchen',
  '{0} · trace {1}': '{0} · Spur {1}',
  'There is more to do than fits right now. Nothing was started: try again in {0} s.':
    'Gerade ist mehr zu tun, als hineinpasst. Nichts wurde begonnen: versuch es in {0} s noch einmal.',
  'a minute': 'einer Minute',
  '{0} gives no answer right now, and no earlier one is known. Nothing was changed: try again in {1}.':
    '{0} antwortet gerade nicht, und eine frühere Antwort gibt es nicht. Nichts wurde geändert: versuch es in {1} noch einmal.',
  'A source outside': 'Eine Quelle draußen',
  'Nothing was changed. Run the command again.': 'Nichts wurde geändert. Gib den Befehl noch einmal ein.',
  'The answer got lost on its way: your command may or may not have been carried out. Press Check; it changes nothing.':
    'Die Antwort ging unterwegs verloren: dein Befehl wurde ausgeführt oder auch nicht. Drücke auf Prüfen; das ändert nichts.',
  'This is more than one step can hold. Nothing was changed: ask for less at once.':
    'Das ist mehr, als ein Schritt fasst. Nichts wurde geändert: verlange weniger auf einmal.',
  ' (incident {0})': ' (Vorfall {0})',
  'This part is stopped until an operator has looked at it{0}. Nothing was changed; the rest goes on.':
    'Dieser Teil steht still, bis ein Betreiber nachgesehen hat{0}. Nichts wurde geändert; der Rest läuft weiter.',
  'This ran into a bug on our side and was put aside (incident {0}). Nothing was changed; an operator can carry it out once the bug is gone.':
    'Das traf auf einen Fehler von uns und wurde beiseitegelegt (Vorfall {0}). Nichts wurde geändert; ein Betreiber kann es ausführen, sobald der Fehler weg ist.',
  'The store does not answer right now. Nothing is known to be changed: try again in a minute.':
    'Der Speicher antwortet gerade nicht. Von einer Änderung ist nichts bekannt: versuch es in einer Minute noch einmal.',
  'Something went wrong on our side and has been recorded. Try again; if it stays, tell an operator the trace id `{0}`.':
    'Bei uns ging etwas schief und wurde festgehalten. Versuch es noch einmal; bleibt es so, nenne einem Betreiber die Spur `{0}`.',
  'Something broke': 'Etwas ist kaputtgegangen',
  'E_UNAVAILABLE · trace {0}': 'E_UNAVAILABLE · Spur {0}',
  'This control was not made here or has been changed. Run the command again for a fresh one.':
    'Dieser Knopf ist nicht von hier oder wurde verändert. Gib den Befehl für einen neuen noch einmal ein.',
  'This control belongs to somebody else. Run the command yourself to get your own.':
    'Dieser Knopf gehört jemand anderem. Gib den Befehl selbst ein für deinen eigenen.',
  'This control is no longer in use. Run the command again.':
    'Diesen Knopf gibt es nicht mehr. Gib den Befehl noch einmal ein.',
  'You are faster than this command allows. Nothing was started: repeat it {0}.':
    'Du bist schneller, als dieser Befehl erlaubt. Nichts wurde begonnen: wiederhole ihn {0}.',
  '`{0}` cannot be “{1}”: it takes {2}.': '`{0}` kann nicht „{1!}“ sein: möglich ist {2}.',
  ' from {0} to {1}': ' von {0} bis {1}',
  ' of at least {0}': ' von mindestens {0}',
  ' of at most {0}': ' von höchstens {0}',
  'text of at most {0} characters': 'Text von höchstens {0} Zeichen',
  'a whole number{0} in plain digits': 'eine ganze Zahl{0} in einfachen Ziffern',
  '`true` or `false`': '`true` oder `false`',
  'a person, for example `@misty`': 'eine Person, zum Beispiel `@misty`',
  'an amount, for example `250`, `250k`, `1.5m`, `50%` or `all`':
    'ein Betrag, zum Beispiel `250`, `250k`, `1.5m`, `50%` oder `all`',
  // as they stand in tables
  'true or false': 'true oder false',
  'a person, for example @misty': 'eine Person, zum Beispiel @misty',
  'an amount, for example 250, 250k, 1.5m, 50% or all':
    'ein Betrag, zum Beispiel 250, 250k, 1.5m, 50% oder all',
  'a number of pieces, for example 3, 1k or all': 'eine Anzahl, zum Beispiel 3, 1k oder all',
  'a channel of this guild, for example #hall': 'ein Kanal dieser Gilde, zum Beispiel #hall',
  'a role of this guild, for example @keepers': 'eine Rolle dieser Gilde, zum Beispiel @keepers',
  'a channel of this guild, for example `#hall`': 'ein Kanal dieser Gilde, zum Beispiel `#hall`',
  'a role of this guild, for example `@keepers`': 'eine Rolle dieser Gilde, zum Beispiel `@keepers`',
  'a number of pieces, for example `3`, `1k` or `all`': 'eine Anzahl, zum Beispiel `3`, `1k` oder `all`',
  'one of {0}': 'eines von {0!}',
  '`{0}` has {1} characters: it takes {2}.': '`{0}` hat {1} Zeichen: möglich ist {2}.',
  '`{0}` is missing: it takes {1}. Example: `{2}`': '`{0}` fehlt: möglich ist {1}. Beispiel: `{2}`',
  'Nobody called “{0}” is known here. `{1}` takes {2}.':
    'Niemand namens „{0!}“ ist hier bekannt. `{1}` nimmt {2}.',
  '`/{0}` is not a command any more: choose one from the list that your app shows.':
    '`/{0}` ist kein Befehl mehr: wähle einen aus der Liste deiner App.',
  'The line has {0} characters: it takes at most {1}.':
    'Die Zeile hat {0} Zeichen: möglich sind höchstens {1}.',
  '“{0}” is not a command: a command begins with a slash, for example `/help`.':
    '„{0!}“ ist kein Befehl: ein Befehl beginnt mit einem Schrägstrich, zum Beispiel `/help`.',
  ' Did you mean `/{0} {1}`?': ' Meintest du `/{0} {1}`?',
  '`/{0}` needs one more word.': '`/{0}` braucht noch ein Wort.',
  '`/{0}` has no “{1}”.': '`/{0}` hat kein „{1!}“.',
  '{0}{1} It takes: {2}.': '{0}{1} Möglich sind: {2!}.',
  'Type `/help` for the list.': '`/help` zeigt die Liste.',
  'Did you mean `/{0}`? Type `/help` for the list.': 'Meintest du `/{0}`? `/help` zeigt die Liste.',
  'There is no command `/{0}`. {1}': 'Den Befehl `/{0}` gibt es nicht. {1}',
  '`{0}` is given twice: give it once.': '`{0}` steht zweimal da: gib es einmal an.',
  ' Did you mean `{0}`?': ' Meintest du `{0}`?',
  'Did you mean `{0}`, which takes {1}?': 'Meintest du `{0}`? Das nimmt {1}.',
  'If it belongs to `{0}`, put that in quotes: `{1}:"…"`.':
    'Gehört es zu `{0}`, setze das in Anführungszeichen: `{1}:"…"`.',
  'It takes none.': 'Möglich ist keine.',
  'It takes: {0}.': 'Möglich sind: {0!}.',
  '`/{0}` has no option `{1}`.': '`/{0}` hat keine Angabe `{1}`.',
  '“{0}” is more than `/{1}` takes. Example: `{2}`': '„{0!}“ ist mehr, als `/{1}` nimmt. Beispiel: `{2}`',
  '`{0}` has an opening quote without a closing one: add `"` at its end.':
    '`{0}` hat ein öffnendes Anführungszeichen ohne schließendes: setze `"` ans Ende.',
  'Several people are called “{0}”. Choose one from the suggestions.':
    'Mehrere heißen „{0!}“. Wähle aus den Vorschlägen.',
  '{0} is a bot: choose a person.': '{0} ist ein Bot: wähle eine Person.',
  '{0} has not been here yet: ask them to run `/help` once, then repeat this.':
    '{0} war noch nie hier: bitte um ein erstes `/help` und wiederhole das dann.',
  ' Why: {0}': ' Grund: {0}',
  'This guild is banned from the service, so nothing was started.{0} Commands work in other guilds and in direct messages; ask an owner of the service to lift the ban.':
    'Diese Gilde ist von diesem Dienst ausgeschlossen, darum wurde nichts begonnen.{0} Befehle gehen in anderen Gilden und in Direktnachrichten; bitte einen Besitzer des Dienstes, den Ausschluss aufzuheben.',
  'It belongs to those who manage this guild: ask one of them.':
    'Sie gehört denen, die diese Gilde verwalten: frag dort.',
  'Ask an owner of this service for it.': 'Frag einen Besitzer dieses Dienstes danach.',
  'This needs the role `{0}`. {1}': 'Das braucht die Rolle `{0}`. {1}',
  'Commands are switched off in this channel, so nothing was started. Use another channel or a direct message, or ask somebody who manages this guild: `/settings channel`.':
    'In diesem Kanal sind Befehle ausgeschaltet, darum wurde nichts begonnen. Nimm einen anderen Kanal oder eine Direktnachricht, oder frag jemanden, der diese Gilde verwaltet: `/settings channel`.',
  '`/{0}` is switched off here, so nothing was started. Use another channel or a direct message, or ask somebody who manages this guild: `/settings feature feature:{1} state:on`.':
    '`/{0}` ist hier ausgeschaltet, darum wurde nichts begonnen. Nimm einen anderen Kanal oder eine Direktnachricht, oder frag jemanden, der diese Gilde verwaltet: `/settings feature feature:{1} state:on`.',
  Welcome: 'Willkommen',
  'your purse holds {0} coins and food for the first days.':
    'in deinem Beutel sind {0} Münzen und Futter für die ersten Tage.',
  'your welcome gift, {0} coins and food for the first days, is on its way. `/eco balance` shows when it is there.':
    'dein Willkommensgeschenk, {0} Münzen und Futter für die ersten Tage, ist unterwegs. `/eco balance` zeigt, wann es da ist.',
  'You are new here: {0} Go on with `/pet adopt`, `/eco daily` or `/battle npc`; `/help` has the rest.':
    'Du bist neu hier: {0} Weiter geht es mit `/pet adopt`, `/eco daily` oder `/battle npc`; den Rest zeigt `/help`.',
  'Needs the role {0}': 'Braucht die Rolle {0}',
  Options: 'Angaben',
  Accepts: 'Möglich',
  Command: 'Befehl',
  'What it does': 'Was er tut',
  yes: 'ja',
  no: 'nein',
  'More about one: /help topic:{0}': 'Mehr zu einem: /help topic:{0}',
  Example: 'Beispiel',
  Code: 'Code',
  'Did you mean `/help topic:{0}`?': 'Meintest du `/help topic:{0}`?',
  'What you can do here': 'Was du hier tun kannst',
  'Type a slash and the command; suggestions help with the rest.':
    'Gib einen Schrägstrich und den Befehl ein; beim Rest helfen Vorschläge.',
  '{0}\nMore: `/help topic:{1}`': '{0}\nMehr: `/help topic:{1}`',
  'Every command by name: /help topic:all; error codes: /help topic:errors':
    'Alle Befehle: /help topic:all; Fehlercodes: /help topic:errors',
  'Every command': 'Alle Befehle',
  'In the order of their areas.': 'Nach Bereichen geordnet.',
  'It goes on with:': 'Weiter geht es mit:',
  'What you can do here, by task or by command': 'Was du hier tun kannst, nach Aufgabe oder Befehl',
  'A task or a command, for example pets or eco pay':
    'Eine Aufgabe oder ein Befehl, zum Beispiel pets oder eco pay',
  'There is no help on “{0}”. {1}': 'Zu „{0!}“ gibt es keine Hilfe. {1}',
  'Type `/help` for the topics.': '`/help` zeigt die Themen.',
  'Did you mean `{0}`?': 'Meintest du `{0}`?',
  'How the service is: uptime, store, entities, queues and incidents':
    'Wie es dem Dienst geht: Laufzeit, Speicher, Entitäten, Schlangen, Vorfälle',
  'Getting started': 'Erste Schritte',
  'Your first command opens your profile and a purse with a welcome grant. Adopt a pet, feed it, claim your daily, pay a friend.':
    'Dein erster Befehl öffnet dein Profil und einen Beutel mit einem Willkommensgeschenk. Adoptiere ein Tier, füttere es, hol dir die Tagesgabe, bezahle einen Freund.',
  'Coins and items': 'Münzen und Gegenstände',
  'Whatever moves value shows a quote first and happens when you press Confirm within 60 seconds. Amounts take `250`, `250k`, `1.5m`, `50%` and `all`.':
    'Was Wert bewegt, zeigt zuerst ein Angebot und geschieht, wenn du binnen 60 Sekunden auf Bestätigen drückst. Beträge gehen als `250`, `250k`, `1.5m`, `50%` und `all`.',
  'Keeping pets': 'Tiere halten',
  'Needs run low with time and nobody ever dies. A vacation stops the clock. Bond grows with every kindness.':
    'Bedürfnisse werden mit der Zeit niedrig, und niemand stirbt je. Ein Urlaub hält die Uhr an. Die Bindung wächst mit jeder Freundlichkeit.',
  'You decide who sees your profile and balance, what you are told about, and when all that names you goes.':
    'Du bestimmst, wer dein Profil und deinen Kontostand sieht, wovon du hörst, und wann alles verschwindet, was dich nennt.',
});
