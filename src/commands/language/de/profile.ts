import { phrasesOf } from '../phrases.ts';

/** Profiles, messages to people, and the rules of people. */
export const PROFILE = phrasesOf({
  'Direct messages need Discord, and this account is not from there: what would be one waits in your inbox.':
    'Direktnachrichten brauchen Discord, und dieses Konto ist nicht von dort: was eine wäre, wartet in deinem Postfach.',
  'Delete your account?': 'Dein Konto löschen?',
  '**This cannot be undone**, by nobody: the key that opens your texts is destroyed. Give away first what others shall have, with `/eco pay` and `/eco gift`.':
    '**Das lässt sich nicht rückgängig machen**, von niemandem: der Schlüssel zu deinen Texten wird vernichtet. Gib vorher weiter, was andere haben sollen, mit `/eco pay` und `/eco gift`.',
  'What goes': 'Was verschwindet',
  'Your name, title and words, your inbox and every note you wrote, the names of your pets, and the tie between you and this account.':
    'Dein Name, Titel und Text, dein Posteingang und jede Notiz von dir, die Namen deiner Tiere und die Verbindung zwischen dir und diesem Konto.',
  'What stays': 'Was bleibt',
  'Entries of the ledger, under a number that leads to nobody. Coins, items and pets that are still yours stay with that number, out of reach for everybody.':
    'Einträge im Hauptbuch, unter einer Nummer, die zu niemandem führt. Münzen, Gegenstände und Tiere, die noch dir gehören, bleiben bei ihr, unerreichbar für alle.',
  'If you come back': 'Wenn du wiederkommst',
  'Your next command makes a new account. It knows nothing of this one.':
    'Dein nächster Befehl legt ein neues Konto an. Es weiß nichts von diesem.',
  'Delete for ever…': 'Für immer löschen…',
  'Erase your account for ever; you see what goes and confirm it':
    'Dein Konto für immer löschen; du siehst, was verschwindet, und bestätigst',
  'Delete your account': 'Dein Konto löschen',
  'Type {0} to delete it for ever': 'Gib {0} ein, um es für immer zu löschen',
  'Nothing was deleted: `confirm` takes the word `{0}`.':
    'Nichts wurde gelöscht: `confirm` nimmt das Wort `{0}`.',
  'Your account is erased': 'Dein Konto ist gelöscht',
  'What named you cannot be read any more. Entries of the ledger stay, under a number that leads to nobody. Farewell; your next command would begin a new account.':
    'Was dich nannte, ist nicht mehr lesbar. Einträge im Hauptbuch bleiben, unter einer Nummer, die zu niemandem führt. Leb wohl; dein nächster Befehl würde ein neues Konto beginnen.',
  'Edit your profile': 'Dein Profil bearbeiten',
  'Fill in the form. What you leave empty is not shown. You see the card before it is saved.':
    'Fülle das Formular aus. Leeres wird nicht gezeigt. Du siehst die Karte, bevor sie gespeichert wird.',
  'There is nothing to save: it was saved or discarded before. Run `/profile edit` again.':
    'Es gibt nichts zu speichern: es wurde schon gespeichert oder verworfen. Gib `/profile edit` noch einmal ein.',
  '{0} more': '{0} weitere',
  'What your card shows': 'Was deine Karte zeigt',
  Save: 'Speichern',
  'Edit again': 'Noch einmal bearbeiten',
  Discard: 'Verwerfen',
  'Only you see this until you save it.': 'Nur du siehst das, bis du es speicherst.',
  'Saved.': 'Gespeichert.',
  'Nothing was changed.': 'Nichts wurde geändert.',
  'Ladder of battles': 'Rangliste der Kämpfe',
  'Ladder of Pokémon battles': 'Rangliste der Pokémon-Kämpfe',
  'The hall': 'Die Halle',
  'Pokémon team': 'Pokémon-Team',
  '{0} after {1}': '{0} nach {1}',
  '{0} of {1} beaten': '{0} von {1} besiegt',
  '{0}, bond {1}': '{0}, Bindung {1}',
  '`pins` takes up to {0} different ones of those offered.':
    '`pins` nimmt bis zu {0} verschiedene von denen, die angeboten werden.',
  'Your profile': 'Dein Profil',
  Title: 'Titel',
  'Keeper of small things': 'Hüter der kleinen Dinge',
  'About you': 'Über dich',
  Colour: 'Farbe',
  'Change your title, your words, your colour and what your card shows':
    'Deinen Titel, Text, deine Farbe und was deine Karte zeigt ändern',
  'They have left and everything about them was erased. Choose somebody else.':
    'Diese Person ist gegangen und alles über sie wurde gelöscht. Wähle jemand anderes.',
  'They have not started yet: a profile begins with a first command, for example `/eco balance`.':
    'Diese Person hat noch nicht angefangen: ein Profil beginnt mit dem ersten Befehl, etwa `/eco balance`.',
  'Your card in `/profile view`': 'Deine Karte in `/profile view`',
  'Your coins and pets in `/eco balance` and on your card':
    'Deine Münzen und Tiere in `/eco balance` und auf deiner Karte',
  'Gifts and requests that others may send you': 'Geschenke und Anfragen, die andere dir schicken dürfen',
  'Decide who sees your profile and your balance': 'Bestimmen, wer dein Profil und deinen Kontostand sieht',
  Who: 'Wer',
  Saved: 'Gespeichert',
  'Who sees what': 'Wer sieht was',
  Area: 'Bereich',
  'What it is': 'Was es ist',
  'Change one with /profile privacy area:… level:…': 'Ändern mit /profile privacy area:… level:…',
  'Level {0}': 'Stufe {0}',
  '{0} experience': '{0} Erfahrung',
  '{0} experience to level {1}': '{0} Erfahrung bis Stufe {1}',
  '{0} waiting: `/eco daily`': '{0} warten: `/eco daily`',
  'streak {0}, next <t:{1}:R>': 'Serie {0}, nächste <t:{1}:R>',
  Pets: 'Tiere',
  'none yet: `/pet adopt`': 'noch keine: `/pet adopt`',
  Inbox: 'Posteingang',
  'nothing new': 'nichts Neues',
  '{0} new: `/notify view`': '{0} neu: `/notify view`',
  '{0}, combat {1} ({2})': '{0}, Kampf {1} ({2})',
  Edit: 'Bearbeiten',
  'No words about you yet: `/profile edit` adds some.':
    'Noch kein Text über dich: `/profile edit` schreibt einen.',
  'Here since': 'Hier seit',
  'a pet': 'ein Tier',
  'Joined the guildhall': 'Kam in die Gildenhalle',
  'Reached level {0}{1}': 'Stufe {0} erreicht{1}',
  'Gained {0} experience{1}': '{0} Erfahrung bekommen{1}',
  'Won a battle against {0}{1}{2}': 'Kampf gegen {0} gewonnen{1}{2}',
  'Lost a battle against {0}{1}{2}': 'Kampf gegen {0} verloren{1}{2}',
  'Drew a battle with {0}{1}{2}': 'Kampf mit {0} unentschieden{1}{2}',
  'A battle with {0} was void{1}': 'Ein Kampf mit {0} wurde ungültig{1}',
  ', for {0} each': ', um je {0}',
  ' (`/battle replay id:{0}`)': ' (`/battle replay id:{0}`)',
  ' (`/battle status battle:{0}`)': ' (`/battle status battle:{0}`)',
  'A pet fought for you: {0}{1}': 'Ein Tier kämpfte für dich: {0}{1}',
  'Staked {0}{1}': '{0} eingesetzt{1}',
  'Got {0} of stakes{1}': '{0} aus Einsätzen bekommen{1}',
  'Got {0} of stakes back{1}': '{0} an Einsatz zurückbekommen{1}',
  'Daily: {0}, streak {1}': 'Tagesgabe: {0}, Serie {1}',
  'Beat {0} for the first time: {1} ({2})': '{0} zum ersten Mal besiegt: {1} ({2})',
  'You beat {0} for the first time: {1}. {2}': 'Du hast {0} zum ersten Mal besiegt: {1}. {2}',
  'Next comes {0}: `/battle npc trainer:{1}`': 'Als Nächstes kommt {0}: `/battle npc trainer:{1}`',
  'You have beaten all of their kind.': 'Du hast alle dieser Art besiegt.',
  'You beat {0}, and first wins have paid all that one day pays. Win again on another day for {1}.':
    'Du hast {0} besiegt, und erste Siege haben schon alles gezahlt, was ein Tag zahlt. Gewinn an einem anderen Tag noch einmal: {1}.',
  'Your first win is paid: {0}.': 'Dein erster Sieg ist bezahlt: {0}.',
  'Only battles say who has beaten whom.': 'Nur Kämpfe sagen, wer wen besiegt hat.',
  'Nobody of the hall has this id: `/battle npc` lists who is there.':
    'Niemand in der Halle hat diese Kennung: `/battle npc` zeigt, wer da ist.',
  'Adopted {0}': 'Adoptiert: {0}',
  'Renamed a pet: {0}': 'Ein Tier umbenannt: {0}',
  'Said goodbye to a pet': 'Abschied von einem Tier',
  'Took a pet back': 'Ein Tier zurückgeholt',
  'Expedition to {0}: {1}{2}': 'Reise ({0}): {1}{2}',
  '**{0}** the {1}': '**{0}** ({1})',
  'Paid {0} to {1}': '{0} an {1} gezahlt',
  'Got {0} from {1}': '{0} von {1} bekommen',
  'Gave {0} to {1}': '{0} an {1} verschenkt',
  'Was given {0} by {1}': '{0} von {1} geschenkt bekommen',
  'Your last {0}': 'Deine letzten {0}',
  '1 day': '1 Tag',
  '{0} days': '{0} {0|Tag|Tage}',
  '1 battle': '1 Kampf',
  '{0} battles': '{0} Kämpfen',
  'Nothing yet. `/eco daily` is a good beginning, `/pet adopt` a better one.':
    'Noch nichts. `/eco daily` ist ein guter Anfang, `/pet adopt` ein besserer.',
  'See what happened to you: battles, levels, pets, payments, dailies':
    'Was dir geschah: Kämpfe, Stufen, Tiere, Zahlungen, Tagesgaben',
  'How far back, {0} unless you say so': 'Wie weit zurück, sonst {0}',
  'See your profile or somebody else’s': 'Dein Profil ansehen oder ein anderes',
  'Whose; yours unless you say so': 'Wessen; sonst deines',
  'They keep their profile to themselves. Ask them, or look at yours with `/profile view`.':
    'Diese Person behält ihr Profil für sich. Frag sie, oder sieh dir deines an mit `/profile view`.',
  // rules of people
  'You reached level {0}.': 'Du hast Stufe {0} erreicht.',
  'You have had this daily. The next one waits for a new day: run `/eco daily` again {0}.':
    'Diese Tagesgabe hattest du schon. Die nächste wartet auf einen neuen Tag: gib `/eco daily` {0} noch einmal ein.',
  'Your last daily is still being paid. Try again in a minute.':
    'Deine letzte Tagesgabe wird noch ausgezahlt. Versuch es in einer Minute noch einmal.',
  'A quote can only move what is yours.': 'Ein Angebot kann nur bewegen, was dir gehört.',
  'This quote is open already. Run the command again.':
    'Dieses Angebot ist schon offen. Gib den Befehl noch einmal ein.',
  'This offer has ended. Run the command again for a fresh one; nothing was moved.':
    'Dieses Angebot ist vorbei. Gib den Befehl für ein neues noch einmal ein; nichts wurde bewegt.',
  'This was confirmed before and happens once. See `/eco history` for what became of it.':
    'Das wurde schon bestätigt und geschieht einmal. `/eco history` zeigt, was daraus wurde.',
  'Too many of your payments are under way. Wait for them to end, then confirm again.':
    'Zu viele deiner Zahlungen sind unterwegs. Warte ihr Ende ab und bestätige dann noch einmal.',
  'Only the first adoption is free. Run `/pet adopt` again to see the price.':
    'Nur die erste Adoption ist kostenlos. Gib `/pet adopt` noch einmal ein, um den Preis zu sehen.',
  '{0} UTC': '{0} UTC',
  'Nothing more is': 'Mehr ist nicht',
  '{0} {1} still': 'Noch {0} {1}',
  'In its first {0} days an account sends at most {1} a day, and this is worth {2}. {3} possible until {4}; the limit ends on {5}.':
    'In seinen ersten {0} Tagen sendet ein Konto höchstens {1} am Tag, und das hier ist {2} wert. Bis {4}: {3} möglich; die Grenze endet am {5}.',
  'Your profile has changed since this form was opened. Run `/profile edit` again.':
    'Dein Profil hat sich seit dem Öffnen des Formulars geändert. Gib `/profile edit` noch einmal ein.',
  '`colour` takes six hex digits after a `#`, for example `#5b8def`.':
    '`colour` nimmt sechs Hex-Ziffern nach einem `#`, zum Beispiel `#5b8def`.',
  '`{0}` takes one of: {1}.': '`{0}` nimmt eines von: {1}.',
  '`zone` takes a name like `Europe/Zurich`, `America/New_York` or `UTC`.':
    '`zone` nimmt einen Namen wie `Europe/Zurich`, `America/New_York` oder `UTC`.',
  'A note may have at most {0} characters.': 'Eine Notiz darf höchstens {0} Zeichen haben.',
  'Only the person can do that with their own account.': 'Das kann nur die Person selbst mit ihrem Konto.',
  'There is no profile yet. Any command of the person starts it, for example `/eco balance`.':
    'Es gibt noch kein Profil. Jeder Befehl der Person beginnt es, zum Beispiel `/eco balance`.',
  '`{0}` may have at most {1} characters. Shorten it and send it again.':
    '`{0}` darf höchstens {1} Zeichen haben. Kürze es und sende es noch einmal.',
  '`{0}` holds characters that cannot be shown. Type it again as plain text.':
    '`{0}` enthält Zeichen, die sich nicht zeigen lassen. Gib es als einfachen Text ein.',
  '`{0}` holds a word that is not welcome here. Choose another and send it again.':
    '`{0}` enthält ein Wort, das hier nicht willkommen ist. Wähle ein anderes und sende es noch einmal.',
  "`{0}` takes 1 to {1} letters, digits, spaces, `'`, `.` or `-`, for example `Biscuit`.":
    "`{0}` nimmt 1 bis {1} Buchstaben, Ziffern, Leerzeichen, `'`, `.` oder `-`, zum Beispiel `Biscuit`.",
  // messages
  'Somebody paid you': 'Jemand hat dir gezahlt',
  'Somebody gave you something': 'Jemand hat dir etwas geschenkt',
  'Your pet is back': 'Dein Tier ist zurück',
  'A need runs low, a training is done': 'Ein Bedürfnis wird niedrig, eine Übung ist fertig',
  'You reached a level': 'Du hast eine Stufe erreicht',
  'Somebody challenges you, or accepts': 'Jemand fordert dich heraus oder nimmt an',
  'A battle of yours ended': 'Ein Kampf von dir ist zu Ende',
  'direct message, and inbox': 'Direktnachricht, und Posteingang',
  'the channel where you say so, and inbox': 'der Kanal, in dem du es sagst, und Posteingang',
  'once a day at six in the evening, and inbox': 'einmal am Tag um sechs Uhr abends, und Posteingang',
  'The channel of your notices is gone or closed to us, so they wait in your inbox. Choose another: `/notify set` with `via:channel` there.':
    'Der Kanal deiner Nachrichten ist weg oder uns verschlossen, deshalb warten sie in deinem Posteingang. Wähle einen anderen: `/notify set` mit `via:channel` dort.',
  'Your channel': 'Dein Kanal',
  'Next digest': 'Nächste Übersicht',
  '`channel` takes 1 to 20 digits, sealed under the key of the person.':
    '`channel` nimmt 1 bis 20 Ziffern versiegelt unter dem Schlüssel der Person.',
  '`via:channel` needs a channel: run `/notify set` in the channel of a guild on Discord where it shall come.':
    '`via:channel` braucht einen Kanal: gib `/notify set` auf Discord in dem Kanal einer Gilde ein, in den es kommen soll.',
  'Your day': 'Dein Tag',
  'Once a day, as you said: /notify set': 'Einmal am Tag, wie du gesagt hast: /notify set',
  'What reaches you, and how': 'Was dich erreicht, und wie',
  Event: 'Ereignis',
  How: 'Wie',
  'Your time zone': 'Deine Zeitzone',
  'Your direct messages were closed to us <t:{0}:R>, so everything waits here. Open them, then say `/notify set` with `via:dm` once more.':
    'Deine Direktnachrichten waren uns <t:{0}:R> verschlossen, deshalb wartet alles hier. Öffne sie und sag dann noch einmal `/notify set` mit `via:dm`.',
  'An address takes 1 to 20 digits, sealed under the key of its person.':
    'Eine Adresse hat 1 bis 20 Ziffern und ist unter dem Schlüssel ihrer Person versiegelt.',
  'Change with /notify set event:… via:… or /notify set zone:Europe/Zurich':
    'Ändern mit /notify set event:… via:… oder /notify set zone:Europe/Zurich',
  'Choose what reaches you and how, and your time zone': 'Wählen, was dich wie erreicht, und deine Zeitzone',
  'What happened': 'Was geschehen ist',
  'How you hear of it': 'Wie du davon hörst',
  'Your time zone: your daily begins at its midnight':
    'Deine Zeitzone: um ihre Mitternacht beginnt deine Tagesgabe',
  'Your inbox is empty': 'Dein Posteingang ist leer',
  'Payments, gifts, pets and levels tell you here what happened. `/notify set` chooses which.':
    'Hier steht, was mit Zahlungen, Geschenken, Tieren und Stufen geschah. `/notify set` wählt, was davon.',
  'Your inbox': 'Dein Posteingang',
  'Your inbox: {0} new': 'Dein Posteingang: {0} neu',
  'Mark as read': 'Als gelesen markieren',
  'Read your inbox': 'Deinen Posteingang lesen',
  payment: 'Zahlung',
  gift: 'Geschenk',
  expedition: 'Reise',
  pet: 'Tier',
  level: 'Stufe',
  challenge: 'Herausforderung',
  battle: 'Kampf',
  inbox: 'Posteingang',
  profile: 'Profil',
  balance: 'Kontostand',
  requests: 'Anfragen',
  everyone: 'alle',
  nobody: 'niemand',
  somebody: 'jemand',
});
