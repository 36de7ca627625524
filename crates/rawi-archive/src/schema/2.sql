-- Schema version 2. `guid` is what a feed calls the item that a revision came from: feeds have items that share an address.
ALTER TABLE revisions ADD COLUMN guid TEXT;
CREATE INDEX revisions_guid ON revisions (guid) WHERE guid IS NOT NULL;
