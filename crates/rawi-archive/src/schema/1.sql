-- Schema version 1. Spans are half-open ranges of Unicode scalar values; lists of spans are JSON. Numbers that others keep (stories, the
-- index, decisions) are never given twice: AUTOINCREMENT.

-- Counters: `sequence` grows with every change; `settled` is where it stood when it was last decided who is who; `forgotten`, if it is
-- there, is up to where the index has followed, so that what was removed is not remembered.
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO counters VALUES ('sequence', 0), ('settled', 0);

CREATE TABLE models (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE outlets (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- Every distinct text once, deflated. `model` found its statements. Texts with one `story` are copies of each other.
CREATE TABLE texts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 BLOB NOT NULL UNIQUE,
    bytes INTEGER NOT NULL,
    body BLOB NOT NULL,
    model INTEGER NOT NULL REFERENCES models,
    story INTEGER NOT NULL
);
CREATE INDEX texts_story ON texts (story);
CREATE INDEX texts_model ON texts (model);

-- Fingerprints under which copies of a text are looked for.
CREATE TABLE prints (print INTEGER NOT NULL, text INTEGER NOT NULL REFERENCES texts, PRIMARY KEY (print, text)) WITHOUT ROWID;

-- A document is an address, or else a place in a file. `handle` is its public identifier, `revision` its latest one, `changed` the
-- sequence number of its last change.
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    handle INTEGER NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    changed INTEGER NOT NULL
);
CREATE INDEX documents_changed ON documents (changed);

-- Documents taken out since the index last followed.
CREATE TABLE removed (document INTEGER PRIMARY KEY, changed INTEGER NOT NULL);

-- `given` is null where it is the address, `day` the date of publication in days since 1970.
CREATE TABLE revisions (
    document INTEGER NOT NULL REFERENCES documents,
    number INTEGER NOT NULL,
    text INTEGER NOT NULL REFERENCES texts,
    given TEXT,
    url TEXT,
    outlet INTEGER REFERENCES outlets,
    title TEXT,
    author TEXT,
    date TEXT,
    day INTEGER,
    added TEXT NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE INDEX revisions_text ON revisions (text);
CREATE INDEX revisions_given ON revisions (given) WHERE given IS NOT NULL;

-- Who a name may mean: each distinct name, role and kind once; an office without a name once a year, as it changes hands. `identity` is
-- the form that leads everything of the same identity, null for sources that nobody names; `joined`, `reason` and `strength` say to
-- which form it was joined, on what evidence, and how sure that is.
CREATE TABLE forms (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    identity INTEGER,
    joined INTEGER,
    reason TEXT,
    strength REAL,
    UNIQUE (name, role, kind, year)
);
CREATE INDEX forms_identity ON forms (identity);

-- The words of a form's name by their sound, under which a name in any spelling is looked up.
CREATE TABLE sounds (sound TEXT NOT NULL, form INTEGER NOT NULL REFERENCES forms, PRIMARY KEY (sound, form)) WITHOUT ROWID;

-- Joins that a person made or undid: `a` and `b` are one, or `a` is taken out of the identity that it was given.
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('merge', 'split')),
    a INTEGER NOT NULL REFERENCES forms,
    b INTEGER NOT NULL REFERENCES forms,
    made TEXT NOT NULL
);

-- The sources of a text, numbered as its record numbers them.
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    text INTEGER NOT NULL REFERENCES texts,
    number INTEGER NOT NULL,
    form INTEGER NOT NULL REFERENCES forms,
    mentions TEXT NOT NULL
);
CREATE INDEX sources_text ON sources (text);
CREATE INDEX sources_form ON sources (form);

-- The statements of a text, numbered from 1. `place` is where its cue begins (without one, its content): its public identifier with the
-- document's. `same` is the statement of an earlier copy that says the same.
CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    text INTEGER NOT NULL REFERENCES texts,
    number INTEGER NOT NULL,
    place INTEGER NOT NULL,
    who INTEGER REFERENCES sources,
    cue_start INTEGER,
    cue_end INTEGER,
    speaker_start INTEGER,
    speaker_end INTEGER,
    content TEXT NOT NULL,
    addressee_start INTEGER,
    addressee_end INTEGER,
    addressee INTEGER REFERENCES forms,
    via TEXT,
    setting TEXT,
    type TEXT NOT NULL,
    act TEXT NOT NULL,
    parent INTEGER,
    confidence REAL,
    same INTEGER
);
CREATE INDEX statements_text ON statements (text);
CREATE INDEX statements_who ON statements (who);
CREATE INDEX statements_addressee ON statements (addressee) WHERE addressee IS NOT NULL;
CREATE INDEX statements_same ON statements (same) WHERE same IS NOT NULL;

-- Who relayed a statement, in the order of its `via`.
CREATE TABLE relays (
    statement INTEGER NOT NULL REFERENCES statements,
    number INTEGER NOT NULL,
    form INTEGER NOT NULL REFERENCES forms,
    PRIMARY KEY (statement, number)
) WITHOUT ROWID;
CREATE INDEX relays_form ON relays (form);
