//! Whether two Arabic names mean the same source, in whatever spelling.
