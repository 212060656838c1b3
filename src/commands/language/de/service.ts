import { phrasesOf } from '../phrases.ts';

/** The service itself: its state, and what its owners do. */
export const SERVICE = phrasesOf({
  '`entity` cannot be “{0}”: it takes kind, realm and id, for example `pet:home:a1b2c3`.':
    '`entity` kann nicht „{0}“ sein: möglich sind Art, Reich und Kennung, etwa `pet:home:a1b2c3`.',
  '`{0}:{1}:{2}` is not awake. `/admin actor list` shows those that are.':
    '`{0}:{1}:{2}` ist nicht wach. `/admin actor list` zeigt, wer es ist.',
  Status: 'Zustand',
  'Last commit': 'Letzter Eintrag',
  Restarts: 'Neustarts',
  Incident: 'Vorfall',
  'Last error': 'Letzter Fehler',
  'It is not quarantined but {0}. There is nothing to resume.':
    'Es ist nicht in Quarantäne, sondern {0}. Es gibt nichts wieder aufzunehmen.',
  'It is coming back from its log.': 'Es kommt aus seinem Protokoll zurück.',
  'It fell over again. The last error says why.': 'Es fiel wieder um. Der letzte Fehler sagt, warum.',
  'No entity of kind “{0}” is awake. Awake are: {1}.':
    'Keine Entität der Art „{0}“ ist wach. Wach sind: {1}.',
  'Live entities': 'Wache Entitäten',
  '`id` takes the id of a battle, as its card shows it.':
    '`id` nimmt die Kennung eines Kampfes, wie seine Karte sie zeigt.',
  'Battle `{0}` is halted. `/admin actor resume` brings it back from its log first.':
    'Kampf `{0}` steht still. `/admin actor resume` bringt ihn zuerst aus seinem Protokoll zurück.',
  Voided: 'Für ungültig erklärt',
  'Battle `{0}` is void: stakes go back, its seeds are revealed, both sides are told.':
    'Kampf `{0}` ist ungültig: Einsätze gehen zurück, seine Seeds werden offengelegt, beide Seiten erfahren es.',
  '`id` cannot be “{0}”: it takes 1 to 14 characters a-z and 0-9.':
    '`id` kann nicht „{0}“ sein: möglich sind 1 bis 14 Zeichen a-z und 0-9.',
  'There is no dead letter `{0}`. `/admin job list` shows those that wait.':
    'Einen unzustellbaren Auftrag `{0}` gibt es nicht. `/admin job list` zeigt die wartenden.',
  'Dead letters': 'Unzustellbares',
  'None: nothing waits for you.': 'Keins: nichts wartet auf dich.',
  For: 'Für',
  Error: 'Fehler',
  Tries: 'Versuche',
  Since: 'Seit',
  '{0} of {1}. Replay one: /admin job replay id:…': '{0} von {1}. Einen wiederholen: /admin job replay id:…',
  '`{0}` for `{1}`': '`{0}` für `{1}`',
  Replayed: 'Wiederholt',
  '{0} was carried out. The letter is gone.': '{0} wurde ausgeführt. Der Auftrag ist fort.',
  'Answered with a no': 'Mit Nein beantwortet',
  '{0} was answered with {1}: {2} The letter is gone.':
    '{0} wurde mit {1} beantwortet: {2} Der Auftrag ist fort.',
  Dropped: 'Weggeworfen',
  '`{0}` for `{1}` will never be carried out.': '`{0}` für `{1}` wird nie ausgeführt.',
  Stream: 'Strom',
  Shards: 'Teile',
  'Every shard has a process that looks after it.': 'Um jeden Teil kümmert sich ein Prozess.',
  '{0} of {1} shards have no process as far as this one knows; what lies there answers `E_UNAVAILABLE`.':
    '{0} von {1} Teilen haben keinen Prozess, soweit dieser weiß; was dort liegt, antwortet `E_UNAVAILABLE`.',
  Process: 'Prozess',
  '{0} (this one)': '{0} (dieser)',
  '{0} ms': '{0} ms',
  'no answer': 'keine Antwort',
  'Effects on their way': 'Wirkungen unterwegs',
  'Reminders due': 'Fällige Erinnerungen',
  Processes: 'Prozesse',
  Roles: 'Rollen',
  Epochs: 'Epochen',
  Lag: 'Rückstand',
  Inboxes: 'Eingänge',
  'All is well': 'Alles in Ordnung',
  'Running, with something to look at': 'Läuft, mit etwas zum Ansehen',
  'No process has the role `jobs`: timelines, histories and lists stand still until one starts.':
    'Kein Prozess hat die Rolle `jobs`: Verläufe und Listen stehen still, bis einer startet.',
  'Stopped: `{0}:{1}:{2}`, incident {3}': 'Angehalten: `{0}:{1}:{2}`, Vorfall {3}',
  'Up since': 'Läuft seit',
  'In flight': 'In Arbeit',
  'Waiting in inboxes': 'Wartet in Eingängen',
  'Refused for lack of room': 'Mangels Platz abgelehnt',
  'Journal commits': 'Einträge im Protokoll',
  'Journal batches': 'Bündel im Protokoll',
  'Event-loop delay p99': 'Verzögerung der Schleife p99',
  Kind: 'Art',
  Live: 'Wach',
  Store: 'Speicher',
  'Only what was sent is carried.': 'Nur Gesendetes wird ausgetragen.',
});
