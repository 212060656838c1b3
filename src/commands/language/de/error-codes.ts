import { phrasesOf } from '../phrases.ts';

/** The page of help on error codes: what to do about each. */
export const ERROR_PAGE = phrasesOf({
  'Error codes': 'Fehlercodes',
  'Every no carries one of these codes and a trace id that finds it in the log of the service.':
    'Jedes Nein trägt einen dieser Codes und eine Spur, die es im Protokoll des Dienstes findet.',
  'What it means': 'Was er bedeutet',
  'run any command once, or link the account, then repeat':
    'gib irgendeinen Befehl ein oder verknüpfe das Konto, dann wiederhole',
  'wait, or end what it does': 'warte, oder beende, was es tut',
  'repeat after the time shown; trying again before costs no longer wait':
    'wiederhole nach der gezeigten Zeit; ein Versuch kostet nichts',
  'earn or sell something (`/eco daily`, `/eco sell`), or ask for less':
    'verdiene oder verkaufe etwas (`/eco daily`, `/eco sell`), oder nimm weniger',
  'use your own; `/eco inventory` and `/pet view` list what you have':
    'nimm dein eigenes; `/eco inventory` und `/pet view` zeigen, was du hast',
  'end that first': 'beende das zuerst',
  'run the command again for a fresh panel; use a new key for a new command':
    'gib den Befehl für eine frische Karte noch einmal ein; ein neuer Befehl braucht einen neuen Schlüssel',
  'wait for the time shown or use less': 'warte auf die gezeigte Zeit oder nimm weniger',
  'ask them; they decide by `/profile privacy`': 'frag die Person; sie entscheidet mit `/profile privacy`',
  'choose somebody else': 'wähle jemand anderen',
  'run the command again': 'gib den Befehl noch einmal ein',
  'correct it and repeat': 'berichtige es und wiederhole',
  'ask an owner or who manages the guild (`/settings`), or run the command yourself':
    'frag, wem der Dienst gehört oder wer die Gilde verwaltet (`/settings`), oder gib den Befehl selbst ein',
  'repeat after the time shown': 'wiederhole nach der gezeigten Zeit',
  'press Check, which asks the log and changes nothing; over HTTP repeat with the same `Idempotency-Key`':
    'drück Prüfen, das fragt das Protokoll und ändert nichts; über HTTP wiederhole mit demselben `Idempotency-Key`',
  'tell an operator; they use `/admin actor view` and `/admin actor resume`':
    'sag es dem Betrieb; der nutzt `/admin actor view` und `/admin actor resume`',
  'repeat in a minute; if it stays, give an operator the trace id':
    'wiederhole in einer Minute; bleibt es so, nenne dem Betrieb die Spur',
  'repeat later; where there is an older answer it is shown with its age':
    'wiederhole später; gibt es eine ältere Antwort, wird sie mit ihrem Alter gezeigt',
});
