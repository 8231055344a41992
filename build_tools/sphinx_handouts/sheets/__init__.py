"""From page trees to composed sheets."""
