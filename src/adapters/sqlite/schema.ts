/** `GHL1`: marks a database file as ours. */
export const APPLICATION_ID = 0x47484c31;
/** Version of the tables below; a file of a higher one is refused. */
export const SCHEMA_VERSION = 1;
/** Every so many commits of a stream its position is noted, so that a place in a long stream is found in few steps. */
export const MARK_EVERY = 64;

/**
 * Tables of version 1. The log is written at its end only; `heads` points to each stream's last commit and each commit to
 * the one before, because an index by (stream, seq) would cost one random page a commit.
 */
export const SCHEMA = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, shard INTEGER NOT NULL) STRICT;
CREATE TABLE heads (stream INTEGER PRIMARY KEY, seq INTEGER NOT NULL, pos INTEGER NOT NULL) STRICT;
CREATE TABLE commits (
  pos INTEGER PRIMARY KEY, stream INTEGER NOT NULL, seq INTEGER NOT NULL, prev INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE TABLE marks (
  stream INTEGER NOT NULL, seq INTEGER NOT NULL, pos INTEGER NOT NULL, PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE cmds (
  stream INTEGER NOT NULL, hash INTEGER NOT NULL, pos INTEGER NOT NULL, PRIMARY KEY (stream, hash, pos)
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
  stream INTEGER NOT NULL, seq INTEGER NOT NULL, cmd INTEGER NOT NULL, n INTEGER NOT NULL, shard INTEGER NOT NULL,
  at INTEGER NOT NULL, attempts INTEGER NOT NULL, effect TEXT NOT NULL, PRIMARY KEY (stream, seq, cmd, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE reminders (
  stream INTEGER NOT NULL, name TEXT NOT NULL, shard INTEGER NOT NULL, due INTEGER NOT NULL, command TEXT NOT NULL,
  PRIMARY KEY (stream, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminders_due ON reminders (due);
CREATE TABLE manifests (
  stream INTEGER NOT NULL, which TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (stream, which)
) STRICT, WITHOUT ROWID;
CREATE TABLE pages (
  id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, seq INTEGER NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
  UNIQUE (stream, key)
) STRICT;
CREATE TABLE followers (name TEXT PRIMARY KEY, epoch INTEGER NOT NULL, position TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE view_rows (
  follower TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (follower, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE dead_letters (id TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX dead_letters_at ON dead_letters (at);
CREATE TABLE user_keys (user_id TEXT PRIMARY KEY, key BLOB) STRICT, WITHOUT ROWID;
`;
