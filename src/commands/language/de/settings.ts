import { phrasesOf } from '../phrases.ts';

/** Guilds: their settings and bans. */
export const SETTINGS = phrasesOf({
  'Who changed which setting, and when': 'Wer welche Einstellung wann geändert hat',
  'Nothing was changed yet': 'Noch nichts geändert',
  'This guild runs as it comes. `/settings overview` shows how; `/settings feature` changes it.':
    'Diese Gilde läuft, wie sie kommt. `/settings overview` zeigt wie; `/settings feature` ändert es.',
  'Changes of this guild': 'Änderungen in dieser Gilde',
  Setting: 'Einstellung',
  Before: 'Vorher',
  After: 'Nachher',
  'Whether games are played in a channel at all': 'Ob in einem Kanal überhaupt gespielt wird',
  'Which channel': 'Welcher Kanal',
  'Switch a game on or off, in one channel or everywhere':
    'Ein Spiel an- oder ausschalten, in einem Kanal oder überall',
  'Which commands': 'Welche Befehle',
  'Only there; everywhere when left out': 'Nur dort; sonst überall',
  'Settings belong to a guild: run this in a channel of yours, where the bot is a member.':
    'Einstellungen gehören zu einer Gilde: gib das in einem Kanal von ihr ein, wo der Bot Mitglied ist.',
  'The language of this guild': 'Die Sprache dieser Gilde',
  'For everybody here, or each person’s own': 'Für alle hier, oder für jede Person ihre eigene',
  'each person’s own': 'die eigene jeder Person',
  'What this guild has chosen, and who chose it': 'Was diese Gilde gewählt hat, und wer es war',
  'Let a role of this guild moderate or manage here':
    'Eine Rolle dieser Gilde hier moderieren oder verwalten lassen',
  'A role of this guild': 'Eine Rolle dieser Gilde',
  'What those who bear it may do here': 'Was ihre Träger hier dürfen',
  'moderator: features and channels': 'Moderation: Spiele und Kanäle',
  'manager: every setting': 'Verwaltung: jede Einstellung',
  'nobody special': 'nichts Besonderes',
  'in {0}': 'in {0}',
  everywhere: 'überall',
  'Commands in {0}': 'Befehle in {0}',
  'Threads for battles': 'Threads für Kämpfe',
  Language: 'Sprache',
  'Set by': 'Gesetzt von',
  default: 'Vorgabe',
  'Settings of this guild': 'Einstellungen dieser Gilde',
  'What is not listed is on. `/settings feature` switches games on and off, `/settings channel` whole channels.':
    'Was nicht dasteht, ist an. `/settings feature` schaltet Spiele an und aus, `/settings channel` ganze Kanäle.',
  'Every change: /settings audit': 'Jede Änderung: /settings audit',
  'It was so already': 'Es war schon so',
  'On, off, or back to the default': 'An, aus, oder zurück zur Vorgabe',
  on: 'an',
  off: 'aus',
  reset: 'zurücksetzen',
  'Whether battles open a thread, or stay in their channel':
    'Ob Kämpfe einen Thread öffnen oder im Kanal bleiben',
  'A thread for each battle, or one message in the channel':
    'Ein Thread für jeden Kampf, oder eine Nachricht im Kanal',
  'a thread for each battle': 'ein Thread für jeden Kampf',
  'one message in the channel': 'eine Nachricht im Kanal',
  'not set': 'nicht gesetzt',
  'This needs the role `{0}`. Somebody who manages the guild gives it with `/settings roles`.':
    'Das braucht die Rolle `{0}`. Wer die Gilde verwaltet, vergibt sie mit `/settings roles`.',
  'This guild is banned from the service. Ask its owners.':
    'Diese Gilde ist von diesem Dienst ausgeschlossen. Frag seine Besitzer.',
  'A setting takes a feature, channel, role or language that is known here.':
    'Eine Einstellung nimmt ein Spiel, einen Kanal, eine Rolle oder eine Sprache, die hier bekannt ist.',
  'A guild has at most {0} rules of a kind and {1} roles. Take one back with `reset` first.':
    'Eine Gilde hat höchstens {0} Regeln einer Art und {1} Rollen. Nimm zuerst eine mit `reset` zurück.',
  'Id of a guild on Discord, or the name of one in the playground':
    'Kennung einer Gilde auf Discord, oder der Name einer auf dem Spielplatz',
  'a Discord id of 15 to 20 digits, or 1 to 14 characters a-z and 0-9':
    'eine Discord-Kennung von 15 bis 20 Ziffern, oder 1 bis 14 Zeichen a-z und 0-9',
  'A guild': 'Eine Gilde',
  'A banned guild': 'Eine ausgeschlossene Gilde',
  'Banned for: {0}': 'Ausgeschlossen wegen: {0}',
  Entity: 'Entität',
  'Rules of features': 'Regeln für Spiele',
  'Rules of channels': 'Regeln für Kanäle',
  'Changes kept': 'Behaltene Änderungen',
  'How a guild stands with this service': 'Wie eine Gilde zu diesem Dienst steht',
  'Refuse every command of a guild from now on': 'Von jetzt an jeden Befehl einer Gilde ablehnen',
  'Shown to its people': 'Wird ihren Leuten gezeigt',
  'Banned: {0}': 'Ausgeschlossen: {0}',
  'It was banned already': 'Sie war schon ausgeschlossen',
  'Let a banned guild in again': 'Eine ausgeschlossene Gilde wieder einlassen',
  'Let in again': 'Wieder eingelassen',
  'It was not banned': 'Sie war nicht ausgeschlossen',
  'The channel for news of this service; without a channel none comes':
    'Der Kanal für Neues von diesem Dienst; ohne Kanal kommt nichts',
  'Where news comes; nothing: nowhere': 'Wohin Neues kommt; leer: nirgends',
  'News of the service': 'Neues vom Dienst',
  'News of this service': 'Neues von diesem Dienst',
  'Who manages this guild chooses where news comes: /settings news':
    'Wer diese Gilde verwaltet, wählt, wohin Neues kommt: /settings news',
  nowhere: 'nirgends',
  'nowhere: its channel was deleted': 'nirgends: der Kanal dafür wurde gelöscht',
  deleted: 'gelöscht',
  'deleted, was {0}': 'gelöscht, war {0}',
  'Something that was chosen here was deleted. Choose anew with `/settings news` or `/settings roles`; until then it is listed.':
    'Etwas, das hier gewählt war, wurde gelöscht. Wähle neu mit `/settings news` oder `/settings roles`; bis dahin steht es hier.',
  'Only the surface itself says what a guild speaks.':
    'Nur die Oberfläche selbst sagt, was eine Gilde spricht.',
  'Only the surface itself says that a place is gone.':
    'Nur die Oberfläche selbst sagt, dass ein Ort weg ist.',
  'Send a message to every guild that has chosen a channel for news':
    'Jeder Gilde, die einen Kanal dafür gewählt hat, eine Nachricht senden',
  'The message; it is shown to you before it is sent':
    'Die Nachricht; du siehst sie, bevor sie gesendet wird',
  'Send this to every guild that wants news?': 'Das jeder Gilde senden, die Neues will?',
  'There is no such message': 'Diese Nachricht gibt es nicht',
  'There is no such message.': 'Diese Nachricht gibt es nicht.',
  Discarded: 'Verworfen',
  'Everybody was told': 'Alle haben es erfahren',
  '{0} reached': '{0} erreicht',
  '{0} reached of {1}': '{0} von {1} erreicht',
  '{0}, {1} could not be reached': '{0}, {1} nicht erreichbar',
  Playground: 'Spielplatz',
  'Guilds choose the channel with /settings news': 'Gilden wählen den Kanal mit /settings news',
  '`text` has {0} characters; it takes 1 to {1}.': '`text` hat {0} Zeichen; möglich sind 1 bis {1}.',
  'This message was sent or discarded already. Write it again with `/admin broadcast`.':
    'Diese Nachricht wurde schon gesendet oder verworfen. Schreib sie neu mit `/admin broadcast`.',
  'Only its author sends or discards this message.':
    'Nur wer diese Nachricht geschrieben hat, sendet oder verwirft sie.',
  'This draft is older than ten minutes. Write it again with `/admin broadcast`.':
    'Dieser Entwurf ist älter als zehn Minuten. Schreib ihn neu mit `/admin broadcast`.',
  'There is no such message. Write it again with `/admin broadcast`.':
    'Diese Nachricht gibt es nicht. Schreib sie neu mit `/admin broadcast`.',
});
