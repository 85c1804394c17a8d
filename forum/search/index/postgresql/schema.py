"""The tables of the index, in a schema of their own beside the forum's. Raise FORMAT with every change of them.

They are no migrations: a rebuild makes them, fills them and exchanges the whole schema in one transaction.
"""

FORMAT = "p7"
TABLES = ("state", "thread", "entry", "form")

# What is searched stays small, so that its pages stay in memory: PostgreSQL moves wide columns out of the row
# (toast_tuple_target). What is scored stays in the row, since it is fetched for a thousand threads at once.
MAKE_TABLES = """
CREATE SCHEMA {schema};
CREATE TABLE {schema}.state (
    format text NOT NULL,
    damage text NOT NULL DEFAULT '',
    threads bigint NOT NULL DEFAULT 0,
    lengths bigint[] NOT NULL -- words of all threads in each field
);
CREATE TABLE {schema}.thread (
    question_id bigint NOT NULL,
    version integer NOT NULL,
    digest text NOT NULL,
    created double precision NOT NULL, -- seconds since 1970
    room bigint NOT NULL,
    is_for_everyone boolean NOT NULL,
    facts text[] NOT NULL,
    counted text NOT NULL, -- those facts that many threads have, as one word of the same for the same ones
    title tsvector NOT NULL, -- forms of title and tags, the month, the facts
    words tsvector NOT NULL, -- forms of everything, each at its place, the month, the facts
    common text[] NOT NULL, -- words that may be suggested
    texts text[] NOT NULL -- what passages are cut from
) WITH (toast_tuple_target = 128);
ALTER TABLE {schema}.thread ALTER COLUMN facts SET STORAGE MAIN, ALTER COLUMN counted SET STORAGE PLAIN;
CREATE TABLE {schema}.entry (
    question_id bigint NOT NULL,
    head bytea NOT NULL,
    entries bytea NOT NULL
) WITH (toast_tuple_target = 8160);
ALTER TABLE {schema}.entry ALTER COLUMN entries SET STORAGE EXTERNAL;
CREATE TABLE {schema}.form (
    form text COLLATE "C" NOT NULL,
    threads integer NOT NULL, -- that have it
    titles integer NOT NULL, -- that have it in title or tags
    common integer NOT NULL -- for everyone, that have it as a word that may be suggested
);
"""
MAKE_INDEXES = """
ALTER TABLE {schema}.thread ADD PRIMARY KEY (question_id);
ALTER TABLE {schema}.entry ADD PRIMARY KEY (question_id);
ALTER TABLE {schema}.form ADD PRIMARY KEY (form);
CREATE INDEX ON {schema}.thread (created);
CREATE INDEX ON {schema}.thread USING gin (facts) WITH (fastupdate = off);
CREATE INDEX ON {schema}.thread USING gin (title) WITH (fastupdate = off);
CREATE INDEX ON {schema}.thread USING gin (words) WITH (fastupdate = off);
CREATE INDEX ON {schema}.form (left(form, 1), length(form)) WHERE common > 0;
CREATE INDEX ON {schema}.form (left(form, 1), length(form)) WHERE common >= 100; -- `Weights.rather`
"""
