"""One module per question a user asks: SQL in DuckDB, shaping in Polars."""
