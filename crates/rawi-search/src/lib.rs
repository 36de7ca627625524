//! Arabic full-text search over articles and statements.
