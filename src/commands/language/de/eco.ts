import { phrasesOf } from '../phrases.ts';

/** Coins, items, the shop, quotes and the ledger. */
export const ECO = phrasesOf({
  '{0} coin': '{0} Münze',
  '{0} coins': '{0} Münzen',
  'They have not started yet, so there is no purse to look into.':
    'Diese Person hat noch nicht angefangen und hat darum keinen Geldbeutel.',
  'They keep their balance to themselves. Leave `user` out to see your own.':
    'Diese Person behält ihren Kontostand für sich. Ohne `user` siehst du deinen eigenen.',
  'What you can spend, what is held and by what.': 'Was du ausgeben kannst, was gebunden ist und wodurch.',
  'Somebody else, when they allow it.': 'Jemand anderes, wenn es erlaubt ist.',
  'no items': 'keine Gegenstände',
  '{0} items of {1} kinds': '{0} Gegenstände, {1} Sorten',
  '`/eco shop` and `/eco pay` spend it. At most {0} at once.':
    '`/eco shop` und `/eco pay` geben es aus. Höchstens {0} auf einmal.',
  'Nothing to spend: `/eco daily` brings coins, and so does `/eco sell`.':
    'Nichts zum Ausgeben: `/eco daily` bringt Münzen, `/eco sell` auch.',
  'Your purse': 'Dein Geldbeutel',
  'Purse of {0}': 'Geldbeutel von {0}',
  Free: 'Frei',
  Held: 'Gebunden',
  Belongings: 'Besitz',
  'Held until it ends': 'Gebunden, bis es endet',
  By: 'Durch',
  Coins: 'Münzen',
  'Battle stakes': 'Einsätze in Kämpfen',
  'First win': 'Erster Sieg',
  'the mint': 'die Münze der Halle',
  'the shop': 'der Laden',
  'The shop does not sell {0}: pets bring it home from `/pet expedition`. `/eco shop` lists what it sells.':
    'Der Laden verkauft {0} nicht: Tiere bringen es von `/pet expedition` heim. `/eco shop` zeigt, was es gibt.',
  'Buy from the shop; you see price and balance first and confirm it.':
    'Im Laden kaufen; Preis und Kontostand siehst du vorher und bestätigst.',
  'One {0} costs {1}. `/eco daily` and `/eco sell` bring more.':
    'Einmal {0} kostet {1}. `/eco daily` und `/eco sell` bringen mehr.',
  'On its way': 'Unterwegs',
  'Your daily is claimed and will be paid once. Press Check in a moment.':
    'Deine Tagesgabe ist angefordert und wird einmal ausgezahlt. Drücke gleich auf Prüfen.',
  Check: 'Prüfen',
  'first day': 'erster Tag',
  '{0} days in a row': '{0} Tage in Folge',
  Daily: 'Tagesgabe',
  '**+{0}**. Come back <t:{1}:R> to keep your streak; each day of it adds 50, up to 500.':
    '**+{0}**. Komm <t:{1}:R> wieder, damit deine Serie hält; jeder ihrer Tage bringt 50 mehr, bis 500.',
  Streak: 'Serie',
  Next: 'Nächste',
  'Balance now': 'Kontostand jetzt',
  Receipt: 'Beleg',
  'Coins for coming by, more with each day in a row.': 'Münzen fürs Vorbeikommen, jeden Tag in Folge mehr.',
  'That daily is long past. Run `/eco daily` again.':
    'Diese Tagesgabe ist lange vorbei. Gib `/eco daily` noch einmal ein.',
  'a date like `{0}`, or `today` or `yesterday`': 'ein Datum wie `{0}`, oder `today` oder `yesterday`',
  '`from` ({0}) is after `to` ({1}): swap them.': '`from` ({0}) liegt nach `to` ({1}): vertausche sie.',
  'That is more than {0} at once. {1} fewer at a time.':
    'Das ist mehr als {0} auf einmal. {1} weniger auf einmal.',
  Each: 'Je',
  'Give items to somebody; you see the offer first and confirm it.':
    'Gegenstände verschenken; du siehst das Angebot vorher und bestätigst.',
  'Give {0} {1}?': '{0} beschenken: {1}?',
  'Your account': 'Dein Konto',
  'Your account on {0}': 'Dein Konto am {0}',
  ' from {0}': ' von {0}',
  'Your account{0}{1}': 'Dein Konto{0}{1}',
  ' to {0}': ' bis {0}',
  'No entries yet. `/eco daily` makes the first one.': 'Noch keine Einträge. `/eco daily` macht den ersten.',
  'No entries of that sort. `/eco history` without a filter shows everything.':
    'Keine Einträge dieser Art. `/eco history` ohne Filter zeigt alles.',
  When: 'Wann',
  What: 'Was',
  With: 'Mit',
  Change: 'Änderung',
  Balance: 'Kontostand',
  Newest: 'Neueste',
  Older: 'Ältere',
  '`/eco receipt` shows one of them in full.': '`/eco receipt` zeigt einen davon ganz.',
  'Your account: what came, what went and the balance after it.':
    'Dein Konto: was kam, was ging und der Stand danach.',
  'Only one sort of movement.': 'Nur eine Art von Bewegung.',
  'Only with this person.': 'Nur mit dieser Person.',
  'First day, like 2026-03-01, today or yesterday; days of your own time zone.':
    'Erster Tag, etwa 2026-03-01, today oder yesterday; Tage deiner Zeitzone.',
  'Last day, in the same form.': 'Letzter Tag, in derselben Form.',
  'Your account as CSV': 'Dein Konto als CSV',
  'That is all of it.': 'Das ist alles.',
  'The newest {0} from there on.': 'Die neuesten {0} von da an.',
  'Your inventory': 'Dein Inventar',
  'Nothing in it yet. `/eco shop` sells food, toys and medicine for your pet.':
    'Noch nichts darin. `/eco shop` verkauft Futter, Spielzeug und Arznei für dein Tier.',
  'Nothing of that sort. `/eco inventory` shows everything, `/eco shop` sells more.':
    'Nichts dieser Art. `/eco inventory` zeigt alles, `/eco shop` verkauft mehr.',
  Item: 'Gegenstand',
  Id: 'Kennung',
  'You have': 'Du hast',
  'Sells for': 'Erlös',
  Use: 'Nutzen',
  '{0} kinds{1}': '{0} Sorten{1}',
  ', page {0} of {1}': ', Seite {0} von {1}',
  'The items you have and what to do with them.': 'Was du hast und was du damit tun kannst.',
  'Only one sort.': 'Nur eine Sorte.',
  'rest −{0}': 'Ruhe −{0}',
  Food: 'Futter',
  Toys: 'Spielzeug',
  Medicine: 'Arznei',
  Keepsakes: 'Andenken',
  Curios: 'Fundstücke',
  'There is no item “{0}”.{1} `/eco shop` and `/eco inventory` list what there is.':
    'Den Gegenstand „{0!}“ gibt es nicht.{1} `/eco shop` und `/eco inventory` zeigen, was es gibt.',
  '“{0}” could be {1} {2}. Type one of these ids.':
    '„{0!}“ könnte {1} {2} sein. Gib eine dieser Kennungen ein.',
  'any of {0} items, such as': 'einer von {0} Gegenständen, etwa',
  'one of': 'eines von',
  '{0} – you have {1}': '{0} – du hast {1}',
  'An item, by name or id.': 'Ein Gegenstand, nach Name oder Kennung.',
  'How many: `3`, `1k`, `50%` or `all`; 1 when left out.': 'Wie viele: `3`, `1k`, `50%` oder `all`; sonst 1.',
  'Give coins to somebody; you see the offer first and confirm it.':
    'Jemandem Münzen geben; du siehst das Angebot vorher und bestätigst.',
  '`250`, `250k`, `1.5m`, `50%` or `all`.': '`250`, `250k`, `1.5m`, `50%` oder `all`.',
  'Pay {0}?': '{0} bezahlen?',
  'Who gets it.': 'Wer es bekommt.',
  'A few words for them.': 'Ein paar Worte dazu.',
  'That is you. Name somebody else: it has to change hands.':
    'Das bist du. Nenne jemand anderes: es muss die Hände wechseln.',
  'They have not started yet. Once they have given a first command, you can send them something.':
    'Diese Person hat noch nicht angefangen. Nach ihrem ersten Befehl kannst du ihr etwas schicken.',
  'They take nothing from others at the moment. Ask them to open `/profile privacy` requests.':
    'Diese Person nimmt gerade nichts an. Bitte sie, in `/profile privacy` Anfragen zu erlauben.',
  '{0} gave you {1}.': '{0!} gab dir {1}.',
  '{0} gave you {1}: “{2}”': '{0!} gab dir {1}: „{2!}“',
  Cancelled: 'Abgebrochen',
  'Nothing was moved. Run the command again whenever you like.':
    'Nichts wurde bewegt. Gib den Befehl wieder ein, wann du magst.',
  'Receipt {0}': 'Beleg {0}',
  '{0} The receipt is {1}.': '{0} Der Beleg ist {1}.',
  About: 'Worum',
  'Takes back': 'Nimmt zurück',
  Cause: 'Ursache',
  Proof: 'Beweis',
  '\nchain `{0}`': '\nKette `{0}`',
  From: 'Von',
  To: 'An',
  Value: 'Wert',
  'Written once and never changed; what is taken back gets a receipt of its own.':
    'Einmal geschrieben und nie geändert; was zurückgenommen wird, bekommt einen eigenen Beleg.',
  'One movement in full: every leg, its cause and where its proof stands.':
    'Eine Bewegung ganz: jeder Teil, ihre Ursache und wo ihr Beweis steht.',
  'The id of a receipt, from `/eco history`.': 'Die Kennung eines Belegs, aus `/eco history`.',
  '“{0}” is no receipt id: a letter is wrong or missing. Copy it from `/eco history`.':
    '„{0!}“ ist keine Belegkennung: ein Zeichen ist falsch oder fehlt. Kopiere sie aus `/eco history`.',
  'There is no receipt `{0}` here. A fresh one takes a second to appear; `/eco history` lists yours.':
    'Den Beleg `{0}` gibt es hier nicht. Ein neuer braucht eine Sekunde; `/eco history` zeigt deine.',
  'That receipt is between others. `/eco history` lists yours.':
    'Dieser Beleg geht andere an. `/eco history` zeigt deine.',
  'Sell items back to the shop; you see what it pays first and confirm it.':
    'Dem Laden verkaufen; du siehst vorher, was er zahlt, und bestätigst.',
  'The shop takes it and does not sell it again.': 'Der Laden nimmt es und verkauft es nicht wieder.',
  'The shop sells one for {0}.': 'Der Laden verkauft eines für {0}.',
  'Show the answer to everybody here.': 'Die Antwort allen hier zeigen.',
  'Shop: {0}': 'Laden: {0}',
  'You have {0}. `/eco buy item:{1} quantity:2` shows the price and the balance after it.':
    'Du hast {0}. `/eco buy item:{1} quantity:2` zeigt den Preis und den Stand danach.',
  Does: 'Wirkt',
  Price: 'Preis',
  'You can buy': 'Du kannst kaufen',
  'Always in stock.': 'Immer vorrätig.',
  'What the shop sells, for how much, and what it pays.':
    'Was der Laden verkauft, für wie viel, und was er zahlt.',
  'One shelf.': 'Ein Regal.',
  'Every coin there is: where it came from, where it went, and that the books add up.':
    'Jede Münze: woher sie kam, wohin sie ging, und dass die Bücher stimmen.',
  Supply: 'Geldmenge',
  'The books add up: every asset of {0} accounts sums to zero.':
    'Die Bücher stimmen: jeder Wert von {0} Konten ergibt zusammen null.',
  'The books do not add up: {0}. Operators have to look at this.':
    'Die Bücher stimmen nicht: {0}. Betreiber müssen sich das ansehen.',
  Minted: 'Geprägt',
  Destroyed: 'Vernichtet',
  'With people': 'Bei Leuten',
  '{0} in {1} holds': '{0} in {1} Bindungen',
  Fees: 'Gebühren',
  Items: 'Gegenstände',
  Transfers: 'Übertragungen',
  Checked: 'Geprüft',
  Note: 'Notiz',
  'Stuck holds': 'Hängende Bindungen',
  'Where coins come from': 'Woher Münzen kommen',
  'Where coins go': 'Wohin Münzen gehen',
  'Minted − destroyed = with people + held + fees, after every transfer.':
    'Geprägt − vernichtet = bei Leuten + gebunden + Gebühren, nach jeder Übertragung.',
  '{0} It is for keeping: `/eco gift item:{1}` gives it away, `/eco sell item:{2}` brings {3}.':
    '{0} Es ist zum Behalten: `/eco gift item:{1}` verschenkt es, `/eco sell item:{2}` bringt {3}.',
  'Use an item of yours: food, a toy or medicine goes to your pet.':
    'Etwas benutzen: Futter, Spielzeug oder Arznei geht an dein Tier.',
  'Pets bring it home from `/pet expedition`.': 'Tiere bringen es von `/pet expedition` heim.',
  '`/eco buy item:{0}` gets one for {1}.': '`/eco buy item:{0}` besorgt eines für {1}.',
  'You have no {0}. {1}': 'Du hast kein {0}. {1}',
  '{0} and {1}': '{0} und {1}',
  '{0} × {1}': '{0} × {1}',
  'Buy {0}?': '{0} kaufen?',
  'Sell {0}?': '{0} verkaufen?',
  '{0} items of {1} kinds, {2} pet': '{0} Gegenstände, {1} Sorten, {2} Tier',
  '{0} items of {1} kinds, {2} pets': '{0} Gegenstände, {1} Sorten, {2} Tiere',
  'You give': 'Du gibst',
  'You get': 'Du bekommst',
  Fee: 'Gebühr',
  'Balance after': 'Stand danach',
  'Valid until': 'Gültig bis',
  Confirm: 'Bestätigen',
  Cancel: 'Abbrechen',
  'Nothing has moved yet.': 'Noch ist nichts bewegt.',
  Paid: 'Bezahlt',
  'battle {0}: `/battle status battle:{1}`': 'Kampf {0}: `/battle status battle:{1}`',
  'a battle': 'ein Kampf',
  '`/eco history` shows it to both of you.': '`/eco history` zeigt es euch beiden.',
  Bought: 'Gekauft',
  '`/eco inventory` shows it; pet things go to `/pet feed`, `/pet play` or `/pet heal`.':
    '`/eco inventory` zeigt es; Tiersachen gehen an `/pet feed`, `/pet play` oder `/pet heal`.',
  Sold: 'Verkauft',
  '`/eco shop` has something to spend it on.': '`/eco shop` hat etwas, wofür es sich ausgeben lässt.',
  Given: 'Verschenkt',
  Adopted: 'Adoptiert',
  '`/pet view` shows your new friend.': '`/pet view` zeigt deinen neuen Freund.',
  Renamed: 'Umbenannt',
  '`/pet view` shows the new name.': '`/pet view` zeigt den neuen Namen.',
  'You gave': 'Du gabst',
  'You got': 'Du bekamst',
  none: 'keine',
  nothing: 'nichts',
  'It is confirmed and will be carried out once. Press Check in a moment to see its end; do not run it again.':
    'Es ist bestätigt und wird einmal ausgeführt. Drücke gleich auf Prüfen, um das Ende zu sehen; gib es nicht noch einmal ein.',
  'Not confirmed yet': 'Noch nicht bestätigt',
  'Nothing has moved. Press Confirm on the offer while it is valid, or run the command again.':
    'Nichts wurde bewegt. Drücke auf Bestätigen, solange das Angebot gilt, oder gib den Befehl noch einmal ein.',
  'This offer has ended; what was carried out stands in `/eco history`. Run the command again for a fresh one.':
    'Dieses Angebot ist vorbei; was ausgeführt wurde, steht in `/eco history`. Gib den Befehl für ein neues noch einmal ein.',
  'This costs {0} and you have {1}. `/eco daily` and `/eco sell` bring more.':
    'Das kostet {0} und du hast {1}. `/eco daily` und `/eco sell` bringen mehr.',
  'You have {0} and this takes {1}. `/eco inventory` lists what is yours.':
    'Du hast {0} und das braucht {1}. `/eco inventory` zeigt, was dir gehört.',
  Payment: 'Zahlung',
  Purchase: 'Kauf',
  Sale: 'Verkauf',
  Gift: 'Geschenk',
  Adoption: 'Adoption',
  Escrow: 'Hinterlegung',
  Reversal: 'Rückbuchung',
  Demo: 'Demo',
  Rehoming: 'Abgabe',
  // rejections of the ledger
  'That is no receipt id: a letter is wrong. Copy it from `/eco history`.':
    'Das ist keine Belegkennung: ein Zeichen ist falsch. Kopiere sie aus `/eco history`.',
  'That receipt is too old to be reversed, or was never written. Pay it back with `/eco pay`.':
    'Dieser Beleg ist zu alt zum Zurückbuchen, oder es gab ihn nie. Zahle mit `/eco pay` zurück.',
  'That receipt was reversed already.': 'Dieser Beleg wurde schon zurückgebucht.',
  'A reversal cannot be reversed. Make a new transfer instead.':
    'Eine Rückbuchung lässt sich nicht zurückbuchen. Mache eine neue Übertragung.',
  'What went through a hold is settled or given back by its owner.':
    'Was gebunden war, wird von seinem Besitzer beglichen oder zurückgegeben.',
  'That would take {0} beyond 9,007,199,254,740,991. Move less at once.':
    'Das würde {0} über 9.007.199.254.740.991 bringen. Bewege weniger auf einmal.',
  'the sum of minted coins': 'die Summe geprägter Münzen',
  'the sum of destroyed coins': 'die Summe vernichteter Münzen',
  'What is held moves only when its hold is settled or given back.':
    'Gebundenes bewegt sich erst, wenn die Bindung beglichen oder aufgehoben ist.',
  'Not enough coins: {0} needed, {1} there, {2} missing. `/eco daily` and `/eco sell` bring more.':
    'Zu wenig Münzen: {0} nötig, {1} da, {2} fehlen. `/eco daily` und `/eco sell` bringen mehr.',
  'an account': 'ein Konto',
  'See `/eco inventory`.': 'Siehe `/eco inventory`.',
  '`/eco buy item:{0}` brings more.': '`/eco buy item:{0}` bringt mehr.',
  'Not enough of {0}: {1} needed, {2} there. {3}': 'Zu wenig {0}: {1} nötig, {2} da. {3}',
  'the pieces of an account': 'die Stücke eines Kontos',
  'That belongs to another realm and stays there.': 'Das gehört in ein anderes Reich und bleibt dort.',
  'Nobody can look after more than {0} pets. `/pet rehome` finds one a new home.':
    'Niemand kann für mehr als {0} Tiere sorgen. `/pet rehome` findet einem ein neues Zuhause.',
  'One account holds at most {0} of these.': 'Ein Konto fasst höchstens {0} davon.',
  'That one exists already.': 'Das gibt es schon.',
  'It is held by a {0} until that ends. Finish or cancel it first.':
    'Es ist gebunden ({0}), bis das endet. Beende es zuerst oder brich es ab.',
  'That one belongs to somebody else now. Look again.':
    'Das gehört jetzt jemand anderem. Sieh noch einmal nach.',
  // amounts
  'a whole number such as `250`, `1,000`, `250k`, `1.5m`, `2b`, `50%` or `all`':
    'eine ganze Zahl wie `250`, `1,000`, `250k`, `1.5m`, `2b`, `50%` oder `all`',
  'a whole number such as `3`, `1,000`, `2k`, `50%` or `all`':
    'eine ganze Zahl wie `3`, `1,000`, `2k`, `50%` oder `all`',
  '`{0}` “{1}” {2}. Type {3}.': '`{0}` „{1!}“ {2}. Gib {3} ein.',
  'is not a share from 0.01% to 100%': 'ist kein Anteil von 0,01 % bis 100 %',
  'You have no {0} to take a share of. `/eco daily` and `/eco shop` are good places to begin.':
    'Du hast keine {0}, von denen sich ein Anteil nehmen ließe. `/eco daily` und `/eco shop` sind ein guter Anfang.',
  'of {0} is less than one': 'von {0} ist weniger als eins',
  'is nothing': 'ist nichts',
  'is more than {0}, the most at once': 'ist mehr als {0}, das Höchste auf einmal',
  'is empty': 'ist leer',
  'is below zero': 'ist unter null',
  'is not an amount': 'ist kein Betrag',
  'is not a whole number': 'ist keine ganze Zahl',
});
