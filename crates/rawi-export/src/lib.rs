//! Statements as CSV, Parquet, Web Annotation and schema.org JSON-LD.
