"""What the archive shows and hands out: dossiers, lists, exports, reading copies."""
