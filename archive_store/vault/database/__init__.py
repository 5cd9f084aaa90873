"""The archive's database: opened, brought up to date, moved; and the tables of this room."""
