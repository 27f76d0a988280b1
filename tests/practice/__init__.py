"""Tests of the koppelboek's life: matched, decided upon, opened again."""
